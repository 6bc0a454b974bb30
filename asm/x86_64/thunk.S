/* SPDX-License-Identifier: MIT */
/*
 * The thunk: the only place that enters the kernel for an interposed point.
 *
 *   long sc_thunk(a1 [%rdi], a2 [%rsi], a3 [%rdx], a4 [%r10], a5 [%r8], a6 [%r9],
 *                 unsigned request [%eax]);
 *
 * It is reached by a jump (exports.S), so its return address is the program's.
 * `request` is the number of the system call and, from bit 16 up, what to do
 * with a failure (SC_KIND_...).  Arguments stand where the kernel wants them.
 *
 *     red zone = request;  depth += 1
 *   begin:
 *     if (cancelhandling & TESTED) goto cancel
 *     syscall
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
 * Clobbers %rax, %rcx, %r11 and the flags, as the kernel does.
 *
 * Constraints, held by the audit at every start (shim/audit):
 *  1. The system-call instruction is the last one of [begin, end).
 *  2. From `begin` on, up to that instruction, nothing is written: not memory,
 *     not an argument, not %rax.  So wherever in [begin, end) a signal finds
 *     the thread, continuing at `cancel` is as if the call had never begun.
 *     This includes a call the kernel restarts: it winds the program counter
 *     back to the instruction and restores %rax.
 *  3. The depth is marked before the word is read, or a canceller could see
 *     no mark and we no request (cancel.cpp has the other half).
 *  4. Exactly one `ret` lies after the system call: each costs about 20 ns on
 *     CPUs with return-predictor mitigations.
 *  5. No `nop` or `int3` beside `syscall` or `ret`: rewriters look for them.
 *
 * The request is kept in the red zone: no stack pointer moves, so the frame is
 * the same at every instruction, and signal handlers leave those 128 bytes
 * alone (System V ABI, 3.2.2).  Only the failure path reads it.
 */
#include "thunk.h"

/* A thunk called \name, which tests for \bits. */
.macro sc_make_thunk name, bits
	.balign	64
	.globl	\name, \name\()_begin, \name\()_end, \name\()_unmarked
	.globl	\name\()_cancel, \name\()_cancel_unmarked, \name\()_limit
	.hidden	\name, \name\()_begin, \name\()_end, \name\()_unmarked
	.hidden	\name\()_cancel, \name\()_cancel_unmarked, \name\()_limit
	.type	\name, @function
\name:
	.cfi_startproc
	movl	%eax, SC_REQUEST(%rsp)
	movzwl	%ax, %eax
	movq	sc_depth@gottpoff(%rip), %r11
	movq	sc_word_offset(%rip), %rcx
	incl	%fs:(%r11)
\name\()_begin:
	testb	$(\bits), %fs:(%rcx)
	jnz	\name\()_cancel
	syscall
\name\()_end:
	movq	sc_depth@gottpoff(%rip), %rcx	/* the kernel clobbered %rcx and %r11 */
	decl	%fs:(%rcx)
\name\()_unmarked:
	cmpq	$SC_MAX_ERRNO, %rax
	jae	.Lfailed_\name
	ret

.Lfailed_\name:
	movl	SC_REQUEST(%rsp), %esi
	movq	%rax, %rdi
	jmp	sc_failed

\name\()_cancel:
	movq	sc_depth@gottpoff(%rip), %rcx
	decl	%fs:(%rcx)
\name\()_cancel_unmarked:
	movl	SC_REQUEST(%rsp), %eax
	pushq	%rax
	.cfi_adjust_cfa_offset 8
	pushq	%rdi
	.cfi_adjust_cfa_offset 8
	pushq	%rsi
	.cfi_adjust_cfa_offset 8
	pushq	%rdx
	.cfi_adjust_cfa_offset 8
	pushq	%r10
	.cfi_adjust_cfa_offset 8
	pushq	%r8
	.cfi_adjust_cfa_offset 8
	pushq	%r9
	.cfi_adjust_cfa_offset 8
	call	sc_act
	popq	%r9
	.cfi_adjust_cfa_offset -8
	popq	%r8
	.cfi_adjust_cfa_offset -8
	popq	%r10
	.cfi_adjust_cfa_offset -8
	popq	%rdx
	.cfi_adjust_cfa_offset -8
	popq	%rsi
	.cfi_adjust_cfa_offset -8
	popq	%rdi
	.cfi_adjust_cfa_offset -8
	popq	%rax
	.cfi_adjust_cfa_offset -8
	movl	%eax, SC_REQUEST(%rsp)
	movzwl	%ax, %eax
	syscall
	jmp	\name\()_unmarked
	.cfi_endproc
\name\()_limit:
	.size	\name, . - \name
.endm

	.text
	.hidden	sc_act, sc_decide, sc_failed, sc_word_offset, sc_depth
	sc_make_thunk sc_thunk, SC_TESTED
	sc_make_thunk sc_retry, SC_TESTED_AGAIN

/*
 * What both call at `cancel`, with their frame on the stack: asks sc_decide what
 * is to become of the call.  It returns to the thunk only for SC_PLAIN; otherwise
 * the frame is taken down here, and the thunk left for sc_retry or for sc_failed.
 */
	.globl	sc_act
	.type	sc_act, @function
	.balign	16
sc_act:
	.cfi_startproc
	movl	56(%rsp), %edi			/* the request */
	subq	$8, %rsp
	.cfi_adjust_cfa_offset 8
	call	sc_decide
	addq	$8, %rsp
	.cfi_adjust_cfa_offset -8
	cmpl	$SC_PLAIN, %eax
	jne	.Lleave_thunk
	ret
.Lleave_thunk:
	movl	%eax, %r11d
	addq	$8, %rsp
	.cfi_def_cfa_offset 64
	popq	%r9
	.cfi_adjust_cfa_offset -8
	popq	%r8
	.cfi_adjust_cfa_offset -8
	popq	%r10
	.cfi_adjust_cfa_offset -8
	popq	%rdx
	.cfi_adjust_cfa_offset -8
	popq	%rsi
	.cfi_adjust_cfa_offset -8
	popq	%rdi
	.cfi_adjust_cfa_offset -8
	popq	%rax
	.cfi_adjust_cfa_offset -8
	cmpl	$SC_AGAIN, %r11d
	je	sc_retry
	movl	%eax, %esi
	movq	$-SC_ECANCELED, %rdi
	jmp	sc_failed
	.cfi_endproc
	.size	sc_act, . - sc_act

	.section .note.GNU-stack, "", @progbits
