/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  Cancellation as an error: a request that
 * makes its thread's current or next point fail with ECANCELED, once, whatever
 * the cancellation state.
 *
 * The bit SC_ERROR in the thread's word says that there may be one; the thunk
 * tests for it together with CANCELED.  What there is stands in ErrorState, which
 * has three reasons: somebody asked for it, a pthread_cancel while the state is
 * masked, a deadline that has passed.  A reason is set before the bit, and
 * whoever takes one clears the bit first, so none is missed, and the exchange of
 * `asked` gives it to one point alone.
 *
 * A request of pthread_cancel that is due wins: the bit is cleared then, because
 * glibc up to 2.33 would not act with a bit set that it does not know.  The
 * reasons stay, for when the state is disabled again (settle_error).
 */
#ifndef SAFECANCEL_SHIM_ERRORS_H
#define SAFECANCEL_SHIM_ERRORS_H

#include <signal.h>
#include <stdint.h>
#include <ucontext.h>

#include "thread_state.h"
#include "window.h"

namespace safecancel {

struct ErrorState {
    uint32_t asked;    /* by anybody; 1: not seen by a point yet */
    uint32_t masked;   /* the state is SAFECANCEL_CANCEL_MASKED; only its thread writes it */
    uint32_t place;    /* in the watcher's list, from 1; 0: none */
    uint32_t waits;    /* for a semaphore, in libc: its futex may be told EINTR */
    uint32_t broken;   /* the depth inside the point that safecancel_break_from_handler failed; 0: none */
    uint64_t deadline; /* CLOCK_MONOTONIC, ns; 0: none */
};
extern __thread ErrorState error_state;

/* Another thread's: initial-exec TLS lies at the same distance from the thread pointer in every thread. */
inline ErrorState *errors_of(uintptr_t thread)
{
    const uintptr_t own = reinterpret_cast<uintptr_t>(&error_state);
    return reinterpret_cast<ErrorState *>(thread + (own - thread_pointer()));
}

/* CLOCK_MONOTONIC in nanoseconds.  Async-signal-safe. */
uint64_t monotonic_now();

/* The calling thread's word tells of an error, and of nothing that excludes it. */
inline bool error_may_be_due(uint32_t word)
{
    return (word & (SC_ERROR | SC_EXITING | SC_TERMINATED)) == SC_ERROR;
}

/*
 * For the calling thread, at a point that can still fail: takes one request.
 * False if there is none after all.  Async-signal-safe.
 */
bool take_error();

/* The calling thread's bit, as its reasons and its state are now.  Async-signal-safe. */
void settle_error();

/* The calling thread has a request that a point is to fail for.  Async-signal-safe. */
bool error_is_pending();

/*
 * Takes back what was asked of the calling thread; true if there was something.
 * A deadline stays, and so does a pthread_cancel.  Async-signal-safe.
 */
bool clear_asked();

/* A deadline of the calling thread that has passed becomes its bit.  Async-signal-safe. */
void note_deadline();

/*
 * Makes a request to `thread`, whose id is `tid`, and signals it if it may be in
 * a point.  False, and nothing done, if there is no place in the watcher's list.  `asks`: one of its own; otherwise only the reasons are looked at
 * again.  Async-signal-safe.
 */
bool request_error(uintptr_t thread, int32_t tid, bool asks);

/* pthread_cancel has made a request to `thread`: if that is due, it hides the error's bit. */
void hide_error(uintptr_t thread);

/*
 * In a signal handler: has the point that `context` interrupted, if it is one
 * that can still fail, fail with ECANCELED.  `taken` is asked right before, and
 * says if there is a request to take.
 */
bool fail_interrupted_point(ucontext_t *context, uint32_t word, bool (*taken)());

} // namespace safecancel

#endif
