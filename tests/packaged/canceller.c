/* SPDX-License-Identifier: MIT */
/*
 * canceller: cancels 100 threads that wait in read(), 100 that wait in recv(), and has each run a
 * cleanup handler; what neighbours of the shim are tried on.  Says "cancelled 200,
 * cleaned up 200", and 0 if it is so.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { threads = 200 };
static int cleaned_up, ends[2], sockets[2];
static pthread_barrier_t ready;

static void clean_up(void *memory)
{
    free(memory);
    __atomic_fetch_add(&cleaned_up, 1, __ATOMIC_RELAXED);
}

static void *wait_for_ever(void *number)
{
    char byte;
    pthread_cleanup_push(clean_up, malloc(100));
    pthread_barrier_wait(&ready);
    if ((long)number % 2 == 0)
        while (read(ends[0], &byte, 1) < 0)
            continue;
    else
        while (recv(sockets[0], &byte, 1, 0) < 0)
            continue;
    pthread_cleanup_pop(1);
    return NULL;
}

int main(void)
{
    static pthread_t thread[threads];
    int cancelled = 0;
    if (pipe(ends) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0)
        return 2;
    pthread_barrier_init(&ready, NULL, 2);
    for (long i = 0; i < threads; ++i) {
        if (pthread_create(&thread[i], NULL, wait_for_ever, (void *)i) != 0)
            return 2;
        pthread_barrier_wait(&ready);
    }
    for (int i = 0; i < threads; ++i) {
        void *result = NULL;
        pthread_cancel(thread[i]);
        pthread_join(thread[i], &result);
        cancelled += result == PTHREAD_CANCELED;
    }
    printf("cancelled %d, cleaned up %d\n", cancelled, cleaned_up);
    return cancelled == threads && cleaned_up == threads ? 0 : 1;
}
