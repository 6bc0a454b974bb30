/* SPDX-License-Identifier: MIT */
/*
 * Sleeping.  Nothing but time ends these, so run->nap says how long: for ever
 * where they are cancelled, shortly where they must complete, not at all where
 * blocking does not matter.
 */
#include "scenario.h"

#include <time.h>

static const char *nothing(struct run *run)
{
    (void)run;
    return NULL;
}

static struct timespec duration(struct run *run)
{
    static const struct timespec durations[] = {
        [NAP_LONG] = {1000, 7}, [NAP_SHORT] = {0, 400000000}, [NAP_NONE] = {0, 1000}};
    return durations[run->nap];
}

static const struct timespec bad = {0, -1};

static long call_nanosleep(struct run *run)
{
    const struct timespec time = duration(run);
    struct timespec left;
    return FN(nanosleep)(&time, &left);
}

static long fail_nanosleep(struct run *run) { return FN(nanosleep)(&bad, NULL); }

static long call_clock_nanosleep(struct run *run)
{
    const struct timespec time = duration(run);
    struct timespec left;
    return FN(clock_nanosleep)(CLOCK_MONOTONIC, 0, &time, &left);
}

/* Until a time on the clock. */
static long call_clock_until(struct run *run)
{
    struct timespec time = duration(run);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (run->nap == NAP_NONE)
        now = (struct timespec){0, 0};
    time.tv_sec += now.tv_sec + (time.tv_nsec + now.tv_nsec) / 1000000000;
    time.tv_nsec = (time.tv_nsec + now.tv_nsec) % 1000000000;
    return FN(clock_nanosleep)(CLOCK_REALTIME, TIMER_ABSTIME, &time, NULL);
}

static long fail_clock_nanosleep(struct run *run) { return FN(clock_nanosleep)(CLOCK_REALTIME, 0, &bad, NULL); }
static long fail_clock_thread(struct run *run)
{
    return FN(clock_nanosleep)(CLOCK_THREAD_CPUTIME_ID, 0, &bad, NULL);
}

static long call_sleep(struct run *run)
{
    static const unsigned seconds[] = {[NAP_LONG] = 1000, [NAP_SHORT] = 1, [NAP_NONE] = 0};
    return FN(sleep)(seconds[run->nap]);
}

static long call_usleep(struct run *run)
{
    static const useconds_t microseconds[] = {[NAP_LONG] = 1000000007, [NAP_SHORT] = 400000, [NAP_NONE] = 1};
    return FN(usleep)(microseconds[run->nap]);
}

#define SLEEPS .flags = SC_TIMED, .prepare = nothing, .number = NR_clock_nanosleep

const struct scenario timer_scenarios[] = {
    {.names = {"nanosleep", "__nanosleep"}, SLEEPS,
     .call = call_nanosleep, .fail = fail_nanosleep, .fail_errno = EINVAL},
    {.names = {"clock_nanosleep"}, .flags = SC_TIMED | SC_ERROR_NUMBER, .prepare = nothing,
     .number = NR_clock_nanosleep,
     .call = call_clock_nanosleep, .fail = fail_clock_nanosleep, .fail_errno = EINVAL},
    {.names = {"clock_nanosleep"}, .variant = "until", .flags = SC_TIMED | SC_ERROR_NUMBER, .prepare = nothing,
     .number = NR_clock_nanosleep,
     .call = call_clock_until, .fail = fail_clock_thread, .fail_errno = EINVAL},
    {.names = {"sleep"}, SLEEPS, .call = call_sleep},
    {.names = {"usleep"}, SLEEPS, .call = call_usleep},
    {.names = {NULL}},
};
