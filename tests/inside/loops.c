/* SPDX-License-Identifier: MIT */
/*
 * Lost results, by number: a thread is cancelled again and again in a function
 * that gives it something, and at the end everything given is somewhere.
 *
 * What opens is cancelled at a random moment of a loop; what waits is woken and
 * cancelled in the same breath.
 */
#include "loops.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

long loop_rounds, loop_acted;
atomic_long loop_given, loop_taken;
static atomic_int started;

void loop_start(pthread_t *thread, void *(*body)(void *), void *argument)
{
    if (pthread_create(thread, NULL, body, argument) != 0)
        broken("pthread_create");
}

static void *nothing(void *result) { return result; }

/* The first pthread_cancel of a process loads the unwinder. */
static void cancel_somebody(void)
{
    pthread_t thread;
    loop_start(&thread, nothing, NULL);
    pthread_cancel(thread);
    pthread_join(thread, NULL);
}

void loop_end_of(pthread_t thread)
{
    void *result;
    pthread_join(thread, &result);
    loop_acted += result == PTHREAD_CANCELED;
}

void loop_spin(long nanoseconds)
{
    struct timespec from, now;
    clock_gettime(CLOCK_MONOTONIC, &from);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - from.tv_sec) * 1000000000 + now.tv_nsec - from.tv_nsec < nanoseconds);
}

/* --- what opens: fopen, tmpfile, popen --- */

static FILE *open_plain(void) { return fopen("/dev/null", "r"); }
static FILE *open_process(void) { return popen("exit 0", "r"); }
static int close_process(FILE *stream) { return pclose(stream); }

struct opener {
    FILE *(*open)(void);
    int (*close)(FILE *);
};

/* Closing is no point, so what has been opened is always closed. */
static __attribute__((noreturn)) void *opens(void *opener)
{
    const struct opener *const use = opener;
    atomic_fetch_add(&started, 1);
    for (;;) {
        FILE *const stream = use->open();
        if (stream)
            use->close(stream);
        pthread_testcancel();
    }
}

static void open_once(struct opener *use, unsigned *seed)
{
    pthread_t thread;
    const int before = started;
    loop_start(&thread, opens, use);
    while (started == before)
        sched_yield();
    loop_spin(rand_r(seed) % 40000);
    pthread_cancel(thread);
    loop_end_of(thread);
}

static long loop_opener(struct opener use)
{
    const struct rlimit many = {65536, 65536};
    unsigned seed = 1;
    setrlimit(RLIMIT_NOFILE, &many);
    const int before = count_descriptors();
    for (long i = 0; i < loop_rounds; ++i)
        open_once(&use, &seed);
    return count_descriptors() - before + count_children();
}

static long loop_fopen(void) { return loop_opener((struct opener){open_plain, fclose}); }
static long loop_tmpfile(void) { return loop_opener((struct opener){tmpfile, fclose}); }
static long loop_popen(void) { return loop_opener((struct opener){open_process, close_process}); }

static const struct {
    const char *name;
    long (*loop)(void);
} loops[] = {
    {"fopen", loop_fopen},       {"tmpfile", loop_tmpfile},     {"popen", loop_popen}, {"getline", loop_getline},
    {"sem_wait", loop_sem_wait}, {"cond_wait", loop_cond_wait}, {"join", loop_join},
};

int play_loop(const char *name, long number)
{
    loop_rounds = number;
    cancel_somebody();
    for (size_t i = 0; i < COUNT(loops); ++i)
        if (strcmp(name, loops[i].name) == 0) {
            const long lost = loops[i].loop();
            printf("facts rounds=%ld acted=%ld given=%ld taken=%ld lost=%ld\n", loop_rounds, loop_acted,
                   loop_given, loop_taken, lost);
            return 0;
        }
    return 2;
}
