/* SPDX-License-Identifier: MIT */
/*
 * Measures cancelling for bench_driver.  Commands on standard input, each answered
 * with a line:
 *
 *     others COUNT          has that many other threads, which wait
 *     measure STATE COUNT   cancels COUNT threads one after the other, and says the medians in
 *                           nanoseconds: of pthread_cancel itself, and from its call to the
 *                           thread's cleanup handler
 *
 * STATE is what the thread is doing: 0 blocked in read; 1 running, on another
 * processor if there is one, and calling points now and then; 2 waiting in read with
 * cancellation disabled.  That one is woken after the request and enables
 * cancellation at its own time, so for it the second median is from there.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../clock.h"

enum state { blocked, running, disabled };
enum { most_others = 20000, most_rounds = 1000, stack_size = 32 * 1024 };

static pthread_t others[most_others];
static unsigned other_count;
static int never[2], wake[2]; /* pipes */
static cpu_set_t elsewhere;   /* the processors for a thread that runs; empty: there are none */
static volatile pid_t target;
static volatile long long enabled_at, cleaned_at;

static void fail(const char *what)
{
    printf("failed: %s\n", what);
    fflush(stdout);
    _exit(1);
}

static void *wait_for_ever(void *unused)
{
    char byte;
    read(never[0], &byte, 1);
    return unused;
}

static pthread_t start(void *(*function)(void *), void *argument)
{
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setguardsize(&attributes, 0);
    if (pthread_attr_setstacksize(&attributes, stack_size) != 0 ||
        pthread_create(&thread, &attributes, function, argument) != 0)
        fail("so many threads cannot be had");
    pthread_attr_destroy(&attributes);
    return thread;
}

static void set_others(unsigned count)
{
    if (count > most_others)
        fail("too many threads");
    while (other_count < count) {
        others[other_count] = start(wait_for_ever, 0);
        ++other_count;
    }
    while (other_count > count) {
        --other_count;
        pthread_cancel(others[other_count]);
        pthread_join(others[other_count], 0);
    }
    puts("ok");
}

static void note_time(void *unused)
{
    (void)unused;
    cleaned_at = now();
}

static void call_points(void)
{
    char byte;
    if (CPU_COUNT(&elsewhere) != 0)
        pthread_setaffinity_np(pthread_self(), sizeof elsewhere, &elsewhere);
    target = (pid_t)syscall(SYS_gettid);
    for (;;) {
        for (volatile int i = 0; i < 1000; ++i)
            ;
        pread(wake[0], &byte, 0, 0);
        pthread_testcancel();
    }
}

static void wait_disabled(void)
{
    char byte;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, 0);
    target = (pid_t)syscall(SYS_gettid);
    read(wake[0], &byte, 1);
    enabled_at = now();
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, 0);
    pthread_testcancel();
}

static void *be_cancelled(void *argument)
{
    const enum state state = *(const enum state *)argument;
    pthread_cleanup_push(note_time, 0);
    if (state == running)
        call_points();
    else if (state == disabled)
        wait_disabled();
    target = (pid_t)syscall(SYS_gettid);
    wait_for_ever(0);
    pthread_cleanup_pop(0);
    return 0;
}

/* True once the thread waits in the kernel. */
static int is_asleep(pid_t thread)
{
    char path[64], line[256] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)thread);
    const int fd = open(path, O_RDONLY);
    if (fd < 0 || read(fd, line, sizeof line - 1) <= 0)
        fail(path);
    close(fd);
    const char *state = strrchr(line, ')');
    return state && state[2] == 'S';
}

static void wait_until_there(enum state state)
{
    while (target == 0 || (state != running && !is_asleep(target)))
        sched_yield();
    if (state == running) { /* it runs now, or did, and is to be in its loop */
        const long long begin = now();
        while (now() - begin < 20000)
            if (CPU_COUNT(&elsewhere) == 0)
                sched_yield();
    }
}

static void measure_one(enum state state, long long *cancel, long long *cleanup)
{
    void *end;
    target = 0;
    cleaned_at = enabled_at = 0;
    const pthread_t thread = start(be_cancelled, &state);
    wait_until_there(state);
    const long long begin = now();
    if (pthread_cancel(thread) != 0)
        fail("pthread_cancel");
    *cancel = now() - begin;
    if (state == disabled)
        write(wake[1], "", 1);
    if (pthread_join(thread, &end) != 0 || end != PTHREAD_CANCELED || cleaned_at == 0)
        fail("a thread was not cancelled");
    *cleanup = cleaned_at - (state == disabled ? enabled_at : begin);
}

static int compare(const void *a, const void *b)
{
    const long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static void measure(enum state state, unsigned count)
{
    static long long cancel[most_rounds], cleanup[most_rounds];
    if (count == 0 || count > most_rounds)
        fail("so many rounds cannot be had");
    for (unsigned i = 0; i < count; ++i)
        measure_one(state, &cancel[i], &cleanup[i]);
    qsort(cancel, count, sizeof *cancel, compare);
    qsort(cleanup, count, sizeof *cleanup, compare);
    printf("%lld %lld\n", cancel[count / 2], cleanup[count / 2]);
}

/* All stay on the first processor but what runs, so that waking costs the same every time. */
static void choose_processors(void)
{
    cpu_set_t all, first;
    CPU_ZERO(&first);
    if (sched_getaffinity(0, sizeof all, &all) != 0)
        fail("sched_getaffinity");
    int cpu = 0;
    while (!CPU_ISSET(cpu, &all))
        ++cpu;
    CPU_SET(cpu, &first);
    CPU_CLR(cpu, &all);
    elsewhere = all;
    sched_setaffinity(0, sizeof first, &first);
}

int main(void)
{
    char line[256];
    unsigned state, count;
    choose_processors();
    if (pipe(never) != 0 || pipe(wake) != 0)
        fail("pipes");
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "others %u", &count) == 1)
            set_others(count);
        else if (sscanf(line, "measure %u %u", &state, &count) == 2 && state <= disabled)
            measure((enum state)state, count);
        else
            fail("there is no such command");
        fflush(stdout);
    }
    _exit(0); /* the others need not be waited for */
}
