/* SPDX-License-Identifier: MIT */
/*
 * D6: what a point costs, as a ratio to a called function that is only the
 * system call.  The two take turns within each round, in the order ABBA, so that
 * what changes the processor's speed changes both; a round is short, so that most
 * run through; and only the thread's own time counts.  Prints
 *
 *     price bare=NS point=NS low=R ratio=R high=R rounds=N
 *
 * medians; low and high are the quartiles of the rounds' ratios.
 */
#include "probe.h"

#include <time.h>

long bare_read(int fd, void *buffer, unsigned long size);

/* A variant for the tests of the doctor: nanoseconds wasted in every call of the point. */
#ifndef SC_PROBE_WASTED
#define SC_PROBE_WASTED 0
#endif

enum { rounds = 301 };
static const double sample = 1e5; /* nanoseconds, about */

static int null, ends[2];

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double time_bare(long calls)
{
    char byte;
    const double start = now();
    for (long i = 0; i < calls; ++i)
        bare_read(null, &byte, 1);
    return (now() - start) / (double)calls;
}

static double time_point(long calls)
{
    char byte;
    const double start = now();
    for (long i = 0; i < calls; ++i) {
        (void)!read(null, &byte, 1);
        for (double end = SC_PROBE_WASTED ? now() + SC_PROBE_WASTED : 0; end != 0 && now() < end;) {
        }
    }
    return (now() - start) / (double)calls;
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* A point costs more with two threads than with one. */
static void *sleeper(void *unused)
{
    char byte;
    (void)!read(ends[0], &byte, 1);
    return unused;
}

static void stay_here(void)
{
    cpu_set_t one;
    const int processor = sched_getcpu();
    CPU_ZERO(&one);
    CPU_SET(processor < 0 ? 0 : processor, &one);
    sched_setaffinity(0, sizeof one, &one);
}

void case_price(void)
{
    static double bare[rounds], point[rounds], ratio[rounds];
    pthread_t thread;
    null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0 || pipe2(ends, O_CLOEXEC) != 0 || pthread_create(&thread, NULL, sleeper, NULL) != 0)
        cannot("/dev/null, a pipe and a thread are not to be had");
    stay_here();
    const long bare_calls = (long)(sample / time_bare(1000)) + 1, calls = (long)(sample / time_point(1000)) + 1;
    for (int i = 0; i < rounds; ++i) {
        bare[i] = time_bare(bare_calls);
        point[i] = time_point(calls);
        point[i] = (point[i] + time_point(calls)) / 2;
        bare[i] = (bare[i] + time_bare(bare_calls)) / 2;
        ratio[i] = point[i] / bare[i];
    }
    qsort(bare, rounds, sizeof *bare, compare);
    qsort(point, rounds, sizeof *point, compare);
    qsort(ratio, rounds, sizeof *ratio, compare);
    printf("price bare=%.1f point=%.1f low=%.3f ratio=%.3f high=%.3f rounds=%d\n", bare[rounds / 2],
           point[rounds / 2], ratio[rounds / 4], ratio[rounds / 2], ratio[3 * rounds / 4], rounds);
}
