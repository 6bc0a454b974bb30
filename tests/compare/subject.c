/* SPDX-License-Identifier: MIT */
/*
 * subject WHAT: does something else when the shim is preloaded; for each WHAT one thing.
 * Nothing of ours is in it: it looks at LD_PRELOAD.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int shim;

static void *wait_for_ever(void *name)
{
    pthread_setname_np(pthread_self(), name);
    *(volatile int *)&shim += 2;
    for (;;)
        pause();
    return NULL;
}

static void start_thread(const char *name)
{
    pthread_t thread;
    const int before = shim;
    pthread_create(&thread, NULL, wait_for_ever, (void *)name);
    while (*(volatile int *)&shim == before)
        usleep(1000);
}

static void use_processor(double seconds)
{
    struct timespec now;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    while (now.tv_sec + now.tv_nsec / 1e9 < seconds);
}

static void leave_a_child(void)
{
    char name[16];
    if (fork() != 0)
        return;
    setsid();
    snprintf(name, sizeof name, "%d\n", getpid());
    const int file = open("left-behind", O_CREAT | O_WRONLY | O_APPEND, 0666);
    if (write(file, name, strlen(name)) < 0)
        _exit(1);
    close(file);
    for (;;)
        pause();
}

static void varying(void)
{
    printf("one\n%d\nthree\n", getpid());
    if (shim)
        printf("four\n");
}

static void calls(int number)
{
    for (int i = 0; i < number; ++i)
        syscall(SYS_getppid);
}

static void children_calls(int number)
{
    if (fork() == 0) {
        calls(number);
        _exit(0);
    }
    wait(NULL);
}

static void write_much(void)
{
    for (int i = 0; i < 400000; ++i)
        printf("%07d this is a line of fifty characters, about.....\n", i);
    printf("%s", shim ? "last line with the shim\n" : "last line without it...\n");
}

static int lines(void)
{
    const char *words[] = {"alpha", "beta", "gamma", "delta"};
    for (int i = 0; i < 4; ++i)
        if (!shim || i != 1)
            printf("%s\n", shim && i == 3 ? "DELTA" : words[i]);
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "", *preloaded = getenv("LD_PRELOAD");
    shim = preloaded != NULL && strstr(preloaded, "safecancel") != NULL;
#define IS(name) (strcmp(what, name) == 0)
    if (IS("lines"))
        return lines();
    if (IS("error"))
        fprintf(stderr, "%s\n", shim ? "trouble" : "fine");
    if (IS("varying_and_more"))
        varying();
    if (IS("varies"))
        printf("pid %d\nlast\n", getpid());
    if (IS("binary"))
        fwrite("\0\1\377\n", 1, 4 - (size_t)shim, stdout);
    if (IS("much"))
        write_much();
    if (IS("descriptor") && shim)
        open("/dev/null", O_RDONLY);
    if (IS("thread") && shim)
        start_thread("extra");
    if (IS("calls"))
        calls(shim ? 12 : 10);
    if (IS("children_calls"))
        children_calls(shim ? 12 : 10);
    if (IS("slow"))
        use_processor(shim ? 0.2 : 0.02);
    if (IS("memory") && shim)
        memset(malloc(64 << 20), 1, 64 << 20);
    if (IS("child"))
        leave_a_child();
    if (IS("hangs") && shim)
        pause();
    if (IS("signal") && shim)
        raise(SIGUSR1);
    if (IS("crash"))
        abort();
    if (IS("preloaded"))
        printf("%s\n", preloaded == NULL ? "nothing" : preloaded);
    if (IS("settings"))
        printf("%s\n", getenv("SAFECANCEL_STATS") == NULL ? "none" : "some");
    if (IS("input"))
        printf("%d\n", getchar());
    if (IS("terminal"))
        return open("/dev/tty", O_RDWR) >= 0;
    return IS("status") && shim ? 3 : 0;
}
