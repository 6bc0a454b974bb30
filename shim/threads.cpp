/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  The thread functions that are no points
 * of our table but that cancellation depends on: what glibc has right only
 * since 2.43, and what has to be remembered of the program.
 */
#include <pthread.h>
#include <threads.h>
#include <time.h>

#include "act.h"
#include "config.h"
#include "thread_state.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* A request that is pending is acted upon; pthread_join looks at none if it need not wait. */
void test_for_request()
{
    sc_config.testcancel();
}

/* What creating a thread must not meet, and how it was before. */
struct BeforeCreation {
    bool raised;
    int state;
};

BeforeCreation before_creation()
{
    BeforeCreation before = {thread_flags.raised, PTHREAD_CANCEL_ENABLE};
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before.state);
    if (before.raised)
        raise_again_later(true);
    return before;
}

void after_creation(const BeforeCreation &before)
{
    if (before.raised)
        raise_again_later(false);
    pthread_setcancelstate(before.state, nullptr);
}

} // namespace

} // namespace safecancel

extern "C" {

using namespace safecancel;

/*
 * POSIX does not have pthread_create among the points; inside, glibc before
 * 2.43 can wait for the new thread in one (BZ 33715).  The new thread inherits
 * the signal mask: not with signal 32 blocked, if that waits for us.
 */
int sc_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                      void *argument)
{
    const BeforeCreation before = before_creation();
    const int result =
        next_as<int(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)>(
            Row::pthread_create)(thread, attributes, start, argument);
    after_creation(before);
    return result;
}

int sc_thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
    const BeforeCreation before = before_creation();
    const int result =
        next_as<int(thrd_t *, thrd_start_t, void *)>(Row::thrd_create)(thread, start, argument);
    after_creation(before);
    return result;
}

/*
 * POSIX XSH, pthread_exit: cleanup handlers run as after a cancel, that is,
 * disabled and deferred (BZ 28267).
 */
void sc_pthread_exit(void *value)
{
    int ignored;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &ignored);
    thread_flags.asynchronous = false;
    next_as<int(int, int *)>(Row::pthread_setcanceltype)(PTHREAD_CANCEL_DEFERRED, &ignored);
    next_as<void(void *)>(Row::pthread_exit)(value);
    __builtin_unreachable();
}

/* Points even when the thread has already exited (BZ 33717). */

int sc_pthread_join(pthread_t thread, void **value)
{
    test_for_request();
    return next_as<int(pthread_t, void **)>(Row::pthread_join)(thread, value);
}

int sc_thrd_join(thrd_t thread, int *value)
{
    test_for_request();
    return next_as<int(thrd_t, int *)>(Row::thrd_join)(thread, value);
}

int sc_pthread_timedjoin_np(pthread_t thread, void **value, const struct timespec *deadline)
{
    test_for_request();
    return next_as<int(pthread_t, void **, const struct timespec *)>(Row::pthread_timedjoin_np)(
        thread, value, deadline);
}

int sc_pthread_clockjoin_np(pthread_t thread, void **value, clockid_t clock,
                            const struct timespec *deadline)
{
    test_for_request();
    return next_as<int(pthread_t, void **, clockid_t, const struct timespec *)>(
        Row::pthread_clockjoin_np)(thread, value, clock, deadline);
}

/*
 * Remembers what the program chose, because libc's points up to 2.40 set the
 * same bit.  Remembered before it is set and forgotten after it is cleared: in
 * between, glibc's own answer to a request that is due is to act.
 */
int sc_pthread_setcanceltype(int type, int *old)
{
    const auto set = next_as<int(int, int *)>(Row::pthread_setcanceltype);
    const bool before = thread_flags.asynchronous;
    if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
        thread_flags.asynchronous = true;
    const int result = set(type, old);
    if (result != 0)
        thread_flags.asynchronous = before;
    else
        thread_flags.asynchronous = type == PTHREAD_CANCEL_ASYNCHRONOUS;
    return result;
}
}
