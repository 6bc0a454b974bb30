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
 *     if (cancelhandling & TESTED) goto cancel          -- by way of w12
 *     svc
 *   end:
 *     depth -= 1
 *     if (result is an error) return sc_failed(result, request)     -- a jump
 *     return result
 *   cancel:
 *     depth -= 1
 *     sc_act()                         -- returns only if the call is to be made past the window
 *     plain system call, then as after `depth -= 1` above
 *
 * There are two of the kind.  sc_thunk is where every point comes first: its
 * TESTED are CANCELED and ERROR.  If neither is for this call (the state is
 * disabled), sc_act goes on to sc_retry, which tests for ERROR alone: a thread
 * that blocks there can still be made to fail with ECANCELED.
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
 *  2. From `begin` on, up to that instruction, nothing is written but w12 and
 *     the flags, which nobody reads again.  So wherever in [begin, end) a signal
 *     finds the thread, continuing at `cancel` is as if the call had never begun.
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
 * need no landing pad, and neither do sc_thunk, sc_retry and sc_act, since they
 * are reached by direct jumps and calls.
 */
#include "thunk.h"

/* A thunk called \name, which tests for \bits. */
.macro sc_make_thunk name, bits
	.balign	64			/* one start of a cache line, whatever comes before */
	.globl	\name, \name\()_begin, \name\()_end, \name\()_unmarked
	.globl	\name\()_cancel, \name\()_cancel_unmarked, \name\()_limit
	.hidden	\name, \name\()_begin, \name\()_end, \name\()_unmarked
	.hidden	\name\()_cancel, \name\()_cancel_unmarked, \name\()_limit
	.type	\name, %function
\name:
	.cfi_startproc
	mov	w15, w8
	and	w8, w8, #0xffff
	mrs	x9, tpidr_el0
	ldr	x10, :gottprel:sc_depth
	ldr	x11, sc_word_offset
	ldr	w12, [x9, x10]
	add	w12, w12, #1
	str	w12, [x9, x10]
\name\()_begin:
	ldr	w12, [x9, x11]
	tst	w12, #(\bits)
	b.ne	\name\()_cancel
	svc	#0
\name\()_end:
	ldr	w12, [x9, x10]
	sub	w12, w12, #1
	str	w12, [x9, x10]
\name\()_unmarked:
	cmn	x0, #SC_MAX_ERRNO
	b.hs	.Lfailed_\name
	ret

.Lfailed_\name:
	mov	w1, w15
	b	sc_failed

\name\()_cancel:
	ldr	w12, [x9, x10]
	sub	w12, w12, #1
	str	w12, [x9, x10]
\name\()_cancel_unmarked:
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
	b	\name\()_unmarked
	.cfi_endproc
\name\()_limit:
	.size	\name, . - \name
.endm

	.text
	.balign	512			/* both on one page */
	.hidden	sc_act, sc_decide, sc_failed, sc_word_offset, sc_depth
	sc_make_thunk sc_thunk, SC_TESTED
	sc_make_thunk sc_retry, SC_TESTED_AGAIN

/*
 * What both call at `cancel`, with their frame on the stack: asks sc_decide what
 * is to become of the call.  It returns to the thunk only for SC_PLAIN; otherwise
 * the frame is taken down here, and the thunk left for sc_retry or for sc_failed:
 * the return address of the call of sc_act is dropped, which a shadow stack (GCS)
 * would not allow.  No object file here promises to work with one.
 *
 * To an unwinder it is the thunk itself, with its frame, from there on.
 */
	.globl	sc_act
	.type	sc_act, %function
	.balign	16
sc_act:
	.cfi_startproc
	ldr	w0, [sp, #SC_FRAME_REQUEST]
	str	x30, [sp, #-16]!
	.cfi_adjust_cfa_offset 16
	.cfi_rel_offset x30, 0
	bl	sc_decide
	ldr	x30, [sp], #16
	.cfi_adjust_cfa_offset -16
	.cfi_restore x30
	cmp	w0, #SC_PLAIN
	b.ne	.Lleave_thunk
	ret
.Lleave_thunk:
	.cfi_def_cfa_offset SC_FRAME
	.cfi_rel_offset x30, 0
	mov	w9, w0
	ldr	x0, [sp, #SC_FRAME_ARGUMENT(0)]
	ldr	x1, [sp, #SC_FRAME_ARGUMENT(1)]
	ldr	x2, [sp, #SC_FRAME_ARGUMENT(2)]
	ldr	x3, [sp, #SC_FRAME_ARGUMENT(3)]
	ldr	x4, [sp, #SC_FRAME_ARGUMENT(4)]
	ldr	x5, [sp, #SC_FRAME_ARGUMENT(5)]
	ldr	w8, [sp, #SC_FRAME_REQUEST]
	ldr	x30, [sp]
	.cfi_restore x30
	add	sp, sp, #SC_FRAME
	.cfi_adjust_cfa_offset -SC_FRAME
	cmp	w9, #SC_AGAIN
	b.eq	sc_retry
	mov	w1, w8
	mov	x0, #-SC_ECANCELED
	b	sc_failed
	.cfi_endproc
	.size	sc_act, . - sc_act

#include "property.h"
