/* SPDX-License-Identifier: MIT */
/* What the workers tell the time by; plain C for glibc and musl. */
#ifndef SAFECANCEL_BENCH_CLOCK_H
#define SAFECANCEL_BENCH_CLOCK_H

#include <time.h>

/* Nanoseconds from some time on. */
static inline long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

#endif
