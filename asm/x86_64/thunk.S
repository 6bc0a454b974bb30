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
 *     if (cancelhandling & CANCELED) goto cancel
 *     syscall
 *   end:
 *     depth -= 1
 *     if (result is an error) return sc_failed(result, request)     -- a jump
 *     return result
 *   cancel:
 *     depth -= 1
 *     sc_act()                         -- does not return if the request is acted upon
 *     plain system call, then as after `depth -= 1` above
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
 *     no mark and we no request (pthread_cancel.cpp has the other half).
 *  4. Exactly one `ret` lies after the system call: each costs about 20 ns on
 *     CPUs with return-predictor mitigations.
 *  5. No `nop` or `int3` beside `syscall` or `ret`: rewriters look for them.
 *
 * The request is kept in the red zone: no stack pointer moves, so the frame is
 * the same at every instruction, and signal handlers leave those 128 bytes
 * alone (System V ABI, 3.2.2).  Only the failure path reads it.
 */
#include "thunk.h"

	.text
	.balign	64
	.globl	sc_thunk, sc_thunk_begin, sc_thunk_end, sc_thunk_unmarked
	.globl	sc_thunk_cancel, sc_thunk_cancel_unmarked, sc_thunk_limit
	.hidden	sc_thunk, sc_thunk_begin, sc_thunk_end, sc_thunk_unmarked
	.hidden	sc_thunk_cancel, sc_thunk_cancel_unmarked, sc_thunk_limit
	.hidden	sc_act, sc_failed, sc_word_offset, sc_depth
	.type	sc_thunk, @function
sc_thunk:
	.cfi_startproc
	movl	%eax, SC_REQUEST(%rsp)
	movzwl	%ax, %eax
	movq	sc_depth@gottpoff(%rip), %r11
	movq	sc_word_offset(%rip), %rcx
	incl	%fs:(%r11)
sc_thunk_begin:
	testb	$SC_CANCELED, %fs:(%rcx)
	jnz	sc_thunk_cancel
	syscall
sc_thunk_end:
	movq	sc_depth@gottpoff(%rip), %rcx	/* the kernel clobbered %rcx and %r11 */
	decl	%fs:(%rcx)
sc_thunk_unmarked:
	cmpq	$SC_MAX_ERRNO, %rax
	jae	.Lfailed
	ret

.Lfailed:
	movl	SC_REQUEST(%rsp), %esi
	movq	%rax, %rdi
	jmp	sc_failed

sc_thunk_cancel:
	movq	sc_depth@gottpoff(%rip), %rcx
	decl	%fs:(%rcx)
sc_thunk_cancel_unmarked:
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
	jmp	sc_thunk_unmarked
	.cfi_endproc
sc_thunk_limit:
	.size	sc_thunk, . - sc_thunk

	.section .note.GNU-stack, "", @progbits
