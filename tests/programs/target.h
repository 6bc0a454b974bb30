/* SPDX-License-Identifier: MIT */
/*
 * What the programs of this directory share: waiting until a thread is blocked
 * in the kernel, and small checks.  Plain C (also read by C++), first of all
 * headers, and nothing of the shim.
 */
#ifndef TARGET_H
#define TARGET_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../support/emulated.h"

#define CHECK(condition)                                                      \
    do {                                                                      \
        if (!(condition)) {                                                   \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                          \
        }                                                                     \
    } while (0)

/* This machine cannot run the case: exit status 77, with the reason. */
static inline void skip(const char *reason)
{
    fprintf(stderr, "skip: %s\n", reason);
    exit(77);
}

/* An int that one thread sets and another one waits for. */
static inline int flag_get(const int *flag) { return __atomic_load_n(flag, __ATOMIC_SEQ_CST); }
static inline void flag_set(int *flag, int value) { __atomic_store_n(flag, value, __ATOMIC_SEQ_CST); }

static inline void wait_for(const int *flag)
{
    while (!flag_get(flag))
        sched_yield();
}

/* The number a thread stores before its last step towards the call it blocks in. */
static int target_tid;

static inline void announce(void)
{
    flag_set(&target_tid, (int)syscall(SYS_gettid));
}

/* R, S, D, Z...; 0 when there is no such thread any more. */
static inline char state_of(pid_t tid)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)tid);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    if (got <= 0)
        return 0;
    text[got] = 0;
    const char *end = strrchr(text, ')');
    return end && end[1] ? end[2] : 0;
}

/* An emulator's threads sleep for a moment for reasons of their own. */
static inline int stays_asleep(pid_t tid)
{
    for (int i = 0; is_emulated() && i < 5; ++i) {
        const struct timespec moment = {0, 1000000};
        nanosleep(&moment, NULL);
        if (state_of(tid) != 'S')
            return 0;
    }
    return 1;
}

/* Returns once the announced thread sleeps in the kernel, or has ended. */
static inline void wait_until_blocked(void)
{
    wait_for(&target_tid);
    for (;;) {
        const char state = state_of(flag_get(&target_tid));
        if (state == 0 || (state == 'S' && stays_asleep(flag_get(&target_tid))))
            return;
        sched_yield();
    }
}

/* Starts a thread, which has to announce itself before it blocks. */
static inline pthread_t start_with(const pthread_attr_t *attributes, void *(*function)(void *), void *argument)
{
    pthread_t thread;
    flag_set(&target_tid, 0);
    CHECK(pthread_create(&thread, attributes, function, argument) == 0);
    return thread;
}

static inline pthread_t start(void *(*function)(void *), void *argument)
{
    return start_with(NULL, function, argument);
}

/*
 * One processor for the caller and another one, in `attributes`, for the threads it will
 * start: otherwise a woken thread mostly runs before the request is made.
 * Returns 0, with plain attributes, when there is only one.
 */
static inline int use_two_processors(pthread_attr_t *attributes)
{
    cpu_set_t all, one;
    int chosen[2], count = 0;
    CHECK(sched_getaffinity(0, sizeof all, &all) == 0);
    for (int cpu = 0; cpu < CPU_SETSIZE && count < 2; ++cpu)
        if (CPU_ISSET(cpu, &all))
            chosen[count++] = cpu;
    CHECK(pthread_attr_init(attributes) == 0);
    if (count < 2)
        return 0;
    CPU_ZERO(&one);
    CPU_SET(chosen[0], &one);
    CHECK(sched_setaffinity(0, sizeof one, &one) == 0);
    CPU_ZERO(&one);
    CPU_SET(chosen[1], &one);
    CHECK(pthread_attr_setaffinity_np(attributes, sizeof one, &one) == 0);
    return 1;
}

/* Joins, and says "canceled" or "returned". */
static inline const char *join(pthread_t thread)
{
    void *result;
    CHECK(pthread_join(thread, &result) == 0);
    return result == PTHREAD_CANCELED ? "canceled" : "returned";
}

/* A case of a program that has several, chosen by its first argument. */
struct named_case {
    const char *name;
    void (*run)(void);
};

/* Runs the case the arguments name; returns main's status. */
static inline int run_named_case(const struct named_case *cases, size_t count, int argc, char **argv)
{
    setlinebuf(stdout);
    for (size_t i = 0; argc == 2 && i < count; ++i)
        if (strcmp(cases[i].name, argv[1]) == 0) {
            cases[i].run();
            return 0;
        }
    fprintf(stderr, "usage: %s CASE\n", argv[0]);
    return 2;
}

/*
 * Whether signal 32 is blocked: a raw call, because glibc hides it from sigprocmask().
 */
static inline int cancel_signal_blocked(void)
{
    uint64_t mask = 0;
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &mask, sizeof mask);
    return (mask >> 31) & 1;
}

#endif
