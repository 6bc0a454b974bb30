/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  What a thread is doing: as the kernel tells, and by its stack. */
#ifndef SAFECANCEL_SHIM_LOOK_H
#define SAFECANCEL_SHIM_LOOK_H

#include <stdint.h>

namespace safecancel {

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
 * False if certainly no signal frame lies above `stack`, the stack pointer of
 * the calling thread or of one that is blocked, `thread`: then no user handler
 * runs on top of anything.  A thread's stack ends below its struct pthread, the
 * main thread's at the end of its mapping.  glibc's handlers return to one address, which is looked for;
 * a stale copy of it, a stack that goes on for long, or a handler's other stack
 * make the answer true.  Async-signal-safe.
 */
bool may_have_signal_frame(uintptr_t stack, uintptr_t thread);

} // namespace safecancel

#endif
