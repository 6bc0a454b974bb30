/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  SAFECANCEL_TRACE: a line for each request
 * that comes to something, which names the place.
 *
 * The stack is walked by libgcc's _Unwind_Backtrace.  Acting is about to unwind
 * the same frames by the same tables, with the same locks of the loader if it has
 * any: where the walk could do harm, acting would.  An error unwinds nothing, so
 * for that the walk ends with the first frame outside of us.  Names of modules
 * come from /proc/self/maps, not from the loader, whose lock may be held by a
 * thread that waits for this one.
 */
#ifndef SAFECANCEL_SHIM_TRACE_H
#define SAFECANCEL_SHIM_TRACE_H

#include <ucontext.h>

namespace safecancel {

/* A cancellation point at which a request comes to something. */
struct Place {
    unsigned point;            /* what the thunk was given, or own_row() of one of the page's own */
    bool blocked;              /* the thread was in the system call */
    const ucontext_t *context; /* where a handler found it; null: in the thunk, past its window */
};

/* While arming: opens the file, if there is to be one.  A line if that fails. */
void prepare_trace();

/*
 * Writes the line for the calling thread: acted upon, or `fails` with ECANCELED.
 * Async-signal-safe as far as acting is; takes no memory and no lock, and has no
 * signal sent to the program, whatever becomes of the file.
 */
void trace(const Place &place, bool fails);

} // namespace safecancel

#endif
