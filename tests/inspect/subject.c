/* SPDX-License-Identifier: MIT */
/*
 * What is inspected: a program that imports points of every kind, and with
 * SUBJECT_CANCELS pthread_cancel.  Run with "wait" it makes a thread and waits
 * until it is killed; "cancel" cancels that thread first; "filtered" installs a
 * seccomp filter that allows everything.
 */
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#ifdef __LP64__ /* a 64-bit system may lack the kernel's headers for 32-bit programs */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#endif

static sem_t never;

static void *wait_for_ever(void *argument)
{
    (void)argument;
    char byte;
    int ends[2];
    if (pipe(ends) == 0 && read(ends[0], &byte, 1) == 1)
        fsync(ends[0]);
    sem_wait(&never);
    return NULL;
}

static void filter(void)
{
#ifdef __LP64__
    struct sock_filter all[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog program = {1, all};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}

int main(int argc, char **argv)
{
    pthread_t thread;
    sem_init(&never, 0, 0);
    if (argc < 2 || pthread_create(&thread, NULL, wait_for_ever, NULL) != 0)
        return 0;
    if (strcmp(argv[1], "filtered") == 0)
        filter();
#ifdef SUBJECT_CANCELS
    if (strcmp(argv[1], "cancel") == 0) {
        usleep(100000);
        pthread_cancel(thread);
        pthread_join(thread, NULL);
    }
#endif
    puts("ready");
    fflush(stdout);
    for (;;)
        pause();
}
