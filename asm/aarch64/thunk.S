/* SPDX-License-Identifier: MIT */
/*
 * The thunk: the only place that enters the kernel for an interposed point.
 *
 *   long sc_thunk(a1 [x0], a2 [x1], a3 [x2], a4 [x3], a5 [x4], a6 [x5],
 *                 unsigned request [w8]);
 *
 * It is reached by a jump (exports.S), so its return address is the program's.
 * `request` is the number of the system call and, from bit 16 up, what to do
 * with a failure (SC_KIND_...).  Arguments stand where the kernel wants them.
 *
 *     w15 = request;  x9 = thread pointer;  x10, x11 = offsets of depth and cancelhandling
 *     depth += 1
 *   begin:
 *     if (cancelhandling & CANCELED) goto cancel        -- by way of w12
 *     svc
 *   end:
 *     depth -= 1
 *     if (result is an error) return sc_failed(result, request)     -- a jump
 *     return result
 *   cancel:
 *     depth -= 1
 *     sc_act()                         -- does not return if the request is acted upon
 *     plain system call, then as after `depth -= 1` above
 *
 * Clobbers w8 to w12, w15 and the flags; C functions may change all of these.
 *
 * The kernel gives back every register but x0 (and, of the vectors, what lies
 * above 128 bits, which nobody may rely on across a call).  So what is needed
 * behind the system call stays in registers, and until `cancel` no stack
 * pointer moves and no memory but the depth is written.
 *
 * x0 is the first argument and the result.  Where the kernel restarts a call,
 * it winds the program counter back to `svc` and puts the first argument into
 * x0 again (orig_x0; arch/arm64/kernel/signal.c), before it delivers a signal.
 * It may leave another number in w8 (restart_syscall), so `cancel` makes that
 * from the request.
 *
 * Constraints, held by the audit at every start (shim/audit):
 *  1. The system-call instruction is the last one of [begin, end).
 *  2. From `begin` on, up to that instruction, nothing is written but w12,
 *     which nobody reads again.  So wherever in [begin, end) a signal finds
 *     the thread, continuing at `cancel` is as if the call had never begun.
 *  3. The depth is marked before the word is read, or a canceller could see
 *     no mark and we no request (cancel.cpp has the other half).  The processor
 *     may make the load before the store is seen by others: the canceller's
 *     membarrier(2) is a full barrier between any two of our instructions, so a
 *     store that it does not see comes after it, and so does the load.
 *  4. Exactly one `ret` lies after the system call.
 *  5. No `nop` or `brk` beside `svc` or `ret`: rewriters look for them.
 *
 * The depth is changed in three instructions.  A handler in between changes it
 * as often back as forth before it returns; if it does not return, nor do we.
 *
 * Signal handlers leave by sigreturn, which keeps BTYPE: `begin` to `cancel`
 * need no landing pad, and sc_thunk none, since it is reached by direct jumps.
 */
#include "thunk.h"

	.text
	.balign	256			/* one page, and one start of a cache line, whatever comes before */
	.globl	sc_thunk, sc_thunk_begin, sc_thunk_end, sc_thunk_unmarked
	.globl	sc_thunk_cancel, sc_thunk_cancel_unmarked, sc_thunk_limit
	.hidden	sc_thunk, sc_thunk_begin, sc_thunk_end, sc_thunk_unmarked
	.hidden	sc_thunk_cancel, sc_thunk_cancel_unmarked, sc_thunk_limit
	.hidden	sc_act, sc_failed, sc_word_offset, sc_depth
	.type	sc_thunk, %function
sc_thunk:
	.cfi_startproc
	mov	w15, w8
	and	w8, w8, #0xffff
	mrs	x9, tpidr_el0
	ldr	x10, :gottprel:sc_depth
	ldr	x11, sc_word_offset
	ldr	w12, [x9, x10]
	add	w12, w12, #1
	str	w12, [x9, x10]
sc_thunk_begin:
	ldr	w12, [x9, x11]
	tbnz	w12, #SC_CANCELED_BIT, sc_thunk_cancel
	svc	#0
sc_thunk_end:
	ldr	w12, [x9, x10]
	sub	w12, w12, #1
	str	w12, [x9, x10]
sc_thunk_unmarked:
	cmn	x0, #SC_MAX_ERRNO
	b.hs	.Lfailed
	ret

.Lfailed:
	mov	w1, w15
	b	sc_failed

sc_thunk_cancel:
	ldr	w12, [x9, x10]
	sub	w12, w12, #1
	str	w12, [x9, x10]
sc_thunk_cancel_unmarked:
	sub	sp, sp, #SC_FRAME
	.cfi_adjust_cfa_offset SC_FRAME
	str	x30, [sp]
	.cfi_rel_offset x30, 0
	str	w15, [sp, #SC_FRAME_REQUEST]
	str	x0, [sp, #SC_FRAME_ARGUMENT(0)]
	str	x1, [sp, #SC_FRAME_ARGUMENT(1)]
	str	x2, [sp, #SC_FRAME_ARGUMENT(2)]
	str	x3, [sp, #SC_FRAME_ARGUMENT(3)]
	str	x4, [sp, #SC_FRAME_ARGUMENT(4)]
	str	x5, [sp, #SC_FRAME_ARGUMENT(5)]
	bl	sc_act
	ldr	x0, [sp, #SC_FRAME_ARGUMENT(0)]
	ldr	x1, [sp, #SC_FRAME_ARGUMENT(1)]
	ldr	x2, [sp, #SC_FRAME_ARGUMENT(2)]
	ldr	x3, [sp, #SC_FRAME_ARGUMENT(3)]
	ldr	x4, [sp, #SC_FRAME_ARGUMENT(4)]
	ldr	x5, [sp, #SC_FRAME_ARGUMENT(5)]
	ldr	w15, [sp, #SC_FRAME_REQUEST]
	ldr	x30, [sp]
	.cfi_restore x30
	add	sp, sp, #SC_FRAME
	.cfi_adjust_cfa_offset -SC_FRAME
	and	w8, w15, #0xffff
	svc	#0
	b	sc_thunk_unmarked
	.cfi_endproc
sc_thunk_limit:
	.size	sc_thunk, . - sc_thunk

#include "property.h"
