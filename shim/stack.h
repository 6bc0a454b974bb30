/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  Whether a user handler runs on top of something, by the stack. */
#ifndef SAFECANCEL_SHIM_STACK_H
#define SAFECANCEL_SHIM_STACK_H

#include <stdint.h>

namespace safecancel {

/*
 * False if certainly no signal frame lies above `stack`, the stack pointer of
 * the calling thread or of one that was seen blocked, `thread`: then no user
 * handler runs on top of anything.  A thread's stack ends below its struct
 * pthread, the main thread's at the end of its mapping.
 *
 * glibc's handlers return to one address, which is looked for, or on 64-bit Arm
 * what the kernel puts into each frame; a stale copy of
 * it, a stack that goes on for long, a handler's other stack, or memory that may
 * not be read make the answer true.  The memory may be gone by now: it is never
 * touched, but read through /proc/self/mem.  Async-signal-safe.
 */
bool may_have_signal_frame(uintptr_t stack, uintptr_t thread);

/* True if `pc` is in what signal handlers return to.  Async-signal-safe. */
bool is_at_signal_return(uintptr_t pc);

/* The word at `address`, which may not be there: false then.  Async-signal-safe. */
bool read_word(uintptr_t address, uintptr_t &word);

} // namespace safecancel

#endif
