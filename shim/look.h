/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  What another thread is doing, as the kernel tells. */
#ifndef SAFECANCEL_SHIM_LOOK_H
#define SAFECANCEL_SHIM_LOOK_H

#include <stdint.h>

namespace safecancel {

/*
 * True if the kernel tells what system call a thread is in, and where: the
 * calling thread's, while it reads that.  It does not if there is no such file,
 * and it tells of something else where programs of another processor are run by
 * one of this (qemu-user).  While arming.
 */
bool system_calls_are_told();

/*
 * True unless `thread`, whose id is `tid`, is certainly blocked outside every cancellation
 * point, where a signal could only make its system call fail with EINTR.
 *
 * For glibc >= 2.41, whose own points leave no mark: the kernel tells where a
 * blocked thread is.  The request is set already, so a thread that moves on
 * meanwhile sees it.  Async-signal-safe.
 */
bool may_be_in_an_unmarked_point(uintptr_t thread, int32_t tid);

/*
 * True if `thread` may be inside a point, or about to block in one without
 * having seen the word.  libc's own points mark themselves up to 2.40, with
 * the bit of the asynchronous type.  Async-signal-safe.
 */
bool may_be_in_a_point(uintptr_t thread, int32_t tid);

/*
 * Where the kernel says a thread is: not blocked; in a window, ours or libc's, to
 * whose call an error can be given; blocked in another call; or it does not say.
 */
enum class Whereabouts { running, in_window, elsewhere, unknown };

/* Of the thread whose id is `tid`.  Async-signal-safe. */
Whereabouts where_is(int32_t tid);

} // namespace safecancel

#endif
