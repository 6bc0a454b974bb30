/* SPDX-License-Identifier: MIT */
/*
 * What a program calls to be cancelled by errors.  Reached by weak references,
 * as by include/safecancel/safecancel.h, which this stands for until it is there:
 * without the preloaded object everything answers ENOTSUP.
 */
#ifndef SAFECANCEL_TESTS_ERRORS_API_H
#define SAFECANCEL_TESTS_ERRORS_API_H

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <time.h>

#define SAFECANCEL_CANCEL_MASKED 2

struct safecancel_deadline {
    struct safecancel_deadline *outer;
    uint64_t when;
    uint64_t reserved[2];
};

#define SC_WEAK __attribute__((weak))
SC_WEAK int safecancel_v1_available(void);
SC_WEAK int safecancel_v1_interrupt(pthread_t thread);
SC_WEAK int safecancel_v1_break_from_handler(void *ucontext);
SC_WEAK int safecancel_v1_pending(void);
SC_WEAK int safecancel_v1_clear(void);
SC_WEAK int safecancel_v1_deadline_begin(struct safecancel_deadline *scope, const struct timespec *when);
SC_WEAK int safecancel_v1_deadline_end(struct safecancel_deadline *scope);

static inline int safecancel_available(void) { return safecancel_v1_available ? safecancel_v1_available() : 0; }

static inline int safecancel_interrupt(pthread_t thread)
{
    return safecancel_v1_interrupt ? safecancel_v1_interrupt(thread) : ENOTSUP;
}

static inline int safecancel_break_from_handler(void *ucontext)
{
    return safecancel_v1_break_from_handler ? safecancel_v1_break_from_handler(ucontext) : ENOTSUP;
}

static inline int safecancel_pending(void) { return safecancel_v1_pending ? safecancel_v1_pending() : ENOTSUP; }

static inline int safecancel_clear(void) { return safecancel_v1_clear ? safecancel_v1_clear() : ENOTSUP; }

static inline int safecancel_deadline_begin(struct safecancel_deadline *scope, const struct timespec *when)
{
    return safecancel_v1_deadline_begin ? safecancel_v1_deadline_begin(scope, when) : ENOTSUP;
}

static inline int safecancel_deadline_end(struct safecancel_deadline *scope)
{
    return safecancel_v1_deadline_end ? safecancel_v1_deadline_end(scope) : ENOTSUP;
}

#endif
