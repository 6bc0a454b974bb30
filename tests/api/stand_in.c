/* SPDX-License-Identifier: MIT */
/*
 * Preloaded in the place of libsafecancel.so: exports the same names, cancels
 * nothing, and answers with numbers that nobody else would.  An argument that
 * did not come as answers.c passed it makes the answer -1.
 */
#define SAFECANCEL_IMPLEMENTATION
#include <safecancel/safecancel.h>

static struct safecancel_deadline *innermost;

int safecancel_v1_available(void)
{
    return 2;
}

int safecancel_v1_interrupt(pthread_t thread)
{
    return pthread_equal(thread, pthread_self()) ? 101 : -1;
}

int safecancel_v1_break_from_handler(void *ucontext)
{
    return ucontext && *(int *)ucontext == 0 ? 102 : -1;
}

int safecancel_v1_pending(void)
{
    return 103;
}

int safecancel_v1_clear(void)
{
    return 104;
}

/* 105 for the time in answers.c, and 0 for one that is an hour or more after the clock began. */
int safecancel_v1_deadline_begin(struct safecancel_deadline *scope, const struct timespec *when)
{
    scope->outer = innermost;
    innermost = scope;
    return when->tv_sec == 5 && when->tv_nsec == 7 ? 105 : when->tv_sec > 3600 ? 0 : -1;
}

int safecancel_v1_deadline_end(struct safecancel_deadline *scope)
{
    if (scope != innermost)
        return -1;
    innermost = scope->outer;
    return 106;
}
