/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  The thread functions that are no points
 * of our table but that cancellation depends on: what glibc has right only
 * since 2.43, and what has to be remembered of the program.
 */
#include <errno.h>
#include <pthread.h>
#include <threads.h>
#include <time.h>

#include "act.h"
#include "errors.h"
#include "filter.h"
#include "stack.h"
#include "statistics_file.h"
#include "watcher.h"
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

/*
 * True if the calling code may be a user handler's on top of a point: the depth tells of ours,
 * libc's bit of its own.  Where libc sets none there may always be one, if a handler runs at all.
 */
bool may_be_above_a_point(uint32_t word, uintptr_t self)
{
    if (sc_depth != 0 || (word & SC_ASYNCHRONOUS) != 0)
        return true;
    return sc_config.unmarked_points &&
           may_have_signal_frame(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)), self);
}

/* A request that came while the state was disabled has sent no signal. */
void signal_self_if_above_a_point(uint32_t word)
{
    const uintptr_t self = thread_pointer();
    if (may_be_above_a_point(word, self) && is_own_thread() && handler_is_ours())
        raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), thread_id(self), cancel_signal);
}

/*
 * Enables the state.  glibc's own then acts upon a request at once if its bit
 * of the asynchronous type is set, even by a point of libc's that the user
 * handler we may be in interrupted; where no bit is set it leaves the request
 * to the next point, but the kernel restarts the one underneath without
 * another test.  So the state is set here, and signal 32's handler decides.  Not
 * where it is a byte of its own: glibc only writes that.
 */
void enable_state(int *old)
{
    const uintptr_t self = thread_pointer();
    const uint32_t before = load_word(self);
    if (is_asynchronous(before)) {
        set_state(PTHREAD_CANCEL_ENABLE, old);
        return;
    }
    if (sc_config.state_byte != 0)
        set_state(PTHREAD_CANCEL_ENABLE, nullptr);
    else
        __atomic_fetch_and(cancel_word(self), ~uint32_t{SC_DISABLED}, __ATOMIC_SEQ_CST);
    if (old != nullptr)
        *old = (before & SC_DISABLED) != 0 ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    const uint32_t now = load_word(self);
    if ((before & SC_DISABLED) != 0 && request_is_due(now))
        signal_self_if_above_a_point(now);
}

/* SAFECANCEL_CANCEL_MASKED of include/safecancel/safecancel.h. */
constexpr int cancel_masked = 2;

/*
 * Disabled, to glibc; but a request is an error for the next point.  The store
 * comes before settle_error reads the word, and a canceller reads `masked` after
 * it has changed that: one of the two sees the other.
 */
int mask_state(int *old)
{
    if (!sc_config.armed || !canceller_is_ready())
        return EINVAL; /* as glibc's own */
    if (start_watcher() != 0)
        return EAGAIN;
    const int error = set_state(PTHREAD_CANCEL_DISABLE, old);
    uint32_t *const place = &error_state.place;
    if (error == 0 && watch_deadline(thread_id(thread_pointer()), place, error_state.deadline))
        __atomic_store_n(&error_state.masked, 1, __ATOMIC_SEQ_CST);
    return error == 0 && error_state.masked == 0 ? EAGAIN : error;
}

/* What creating a thread must not meet, and how it was before. */
struct BeforeCreation {
    bool raised;
    int state;
};

BeforeCreation before_creation()
{
    try_own_calls();
    share_statistics_again();
    BeforeCreation before = {thread_flags.raised, PTHREAD_CANCEL_ENABLE};
    set_state(PTHREAD_CANCEL_DISABLE, &before.state);
    if (before.raised)
        raise_again_later(true);
    return before;
}

void after_creation(const BeforeCreation &before)
{
    if (before.raised)
        raise_again_later(false);
    if (before.state == PTHREAD_CANCEL_ENABLE)
        enable_state(nullptr);
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
    set_state(PTHREAD_CANCEL_DISABLE, &ignored);
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
 * POSIX XSH, pthread_setcancelstate, and SAFECANCEL_CANCEL_MASKED, which is musl's
 * PTHREAD_CANCEL_MASKED.  A user handler that guards its work by it must hide no request from a point underneath.
 */
int sc_pthread_setcancelstate(int state, int *old)
{
    const bool was_masked = error_state.masked != 0;
    int error = 0;
    if (state == cancel_masked)
        error = mask_state(old);
    else if (state == PTHREAD_CANCEL_ENABLE)
        enable_state(old);
    else
        error = set_state(state, old);
    if (error != 0)
        return error;
    if (was_masked && old != nullptr)
        *old = cancel_masked;
    if (was_masked && state != cancel_masked)
        __atomic_store_n(&error_state.masked, 0, __ATOMIC_SEQ_CST);
    if (error_state.place != 0)
        settle_error();
    return 0;
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
