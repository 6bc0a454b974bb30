/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  The watcher: one thread of ours, made when
 * the program first asks for errors, that gives them to points inside libc.
 *
 * The thunk tests for an error before it enters the kernel; libc's own points do
 * not.  A thread with one pending that blocks in such a point must be signalled
 * once it is there.  The watcher looks where the kernel says the thread is, and
 * signals only if that is a window: no other call fails with EINTR.  It also
 * tells deadlines.  It never writes to, or reads from, the memory of a thread it
 * watches, which may end at any time.
 */
#ifndef SAFECANCEL_SHIM_WATCHER_H
#define SAFECANCEL_SHIM_WATCHER_H

#include <stdint.h>

namespace safecancel {

/* Makes the watcher unless there is one.  0 or EAGAIN.  Not async-signal-safe if there is none. */
int start_watcher();

/*
 * The thread whose id is `tid`, and whose ErrorState has `place`, is to be
 * watched; `new_to_it`: the watcher may be asleep.  Async-signal-safe.
 */
void watch_pending(int32_t tid, uint32_t *place, bool new_to_it);

/* The calling thread's deadline, in ns of CLOCK_MONOTONIC.  False if there is no room.  Async-signal-safe. */
bool watch_deadline(int32_t tid, uint32_t *place, uint64_t deadline);

/*
 * A signal to a thread that is watched, by whoever else asks for one: what was asked
 * for is set in between, all signals are blocked, and nothing is waited for.
 * `expect_signal` returns the place, 0 if there is none.  `self`: a thread to itself, which has not to wait.  Async-signal-safe.
 */
uint32_t expect_signal(int32_t tid, uint32_t *place, bool self);
void signal_was_sent(uint32_t place);

/*
 * The calling thread, which has this place, has taken what it was asked for: no
 * signal of that reaches it after this, in a call where it would be a stray EINTR
 * (unless the sender does not run for 20 ms).
 * Async-signal-safe.
 */
void await_signals(uint32_t place);

/* The calling thread, which has this place, has nothing pending.  True if it had.  Async-signal-safe. */
bool unwatch(uint32_t place);

} // namespace safecancel

#endif
