/* SPDX-License-Identifier: MIT */
/*
 * The thunk: the only place that enters the kernel for an interposed point.
 *
 *   long sc_thunk(unsigned request [%eax], a1 [4(%esp)], ... a6 [24(%esp)]);
 *
 * It is reached by a jump (exports.S), so return address and arguments are the
 * program's: six are loaded, however many there are, as the kernel ignores the
 * others.  `request` is the number of the system call and, from bit 16 up, what
 * to do with a failure (SC_KIND_...).
 *
 *     save the caller's registers; frame = { entry, offset of depth, request }
 *     load what can be loaded of the arguments
 *     depth += 1
 *   begin:
 *     if (cancelhandling & TESTED) goto cancel
 *     load %edx and %ebp, which the test needed         -- arguments 3 and 6
 *     call *entry                                       -- "the system call"
 *   end:
 *     depth -= 1
 *     restore the caller's registers
 *     if (result is an error) return sc_failed(result, request)     -- a jump
 *     return result
 *   cancel:
 *     depth -= 1
 *     sc_act()                         -- returns only if the call is to be made past the window
 *     load the arguments, call *entry, then as after `depth -= 1` above
 *
 * There are two of the kind.  sc_thunk is where every point comes first: its
 * TESTED are CANCELED and ERROR.  If neither is for this call (the state is
 * disabled), sc_act goes on to sc_retry, which tests for ERROR alone: a thread
 * that blocks there can still be made to fail with ECANCELED.
 *
 * `entry` is the vDSO's __kernel_vsyscall, which is 18 times faster than
 * `int $0x80`, or sc_int80 below where there is no vDSO, or none that the audit
 * understands.  A program counter in either belongs to the window if the return
 * address on the stack is `end` (interrupted.h): before the kernel has done
 * anything the thread is at the call, behind that at `end`.  All seven registers
 * are the kernel's, so the address of the entry is kept in the frame.
 *
 * Clobbers %eax, %ecx, %edx and the flags, as every C function may.
 *
 * Constraints, held by the audit at every start (shim/audit):
 *  1. The call of `entry` is the last instruction of [begin, end).
 *  2. From `begin` on, up to that call, nothing is written but %edx and %ebp,
 *     each from the caller's argument; and `cancel` relies on no register but
 *     the stack pointer, which the handler sets to what it was at the call.  So
 *     wherever in [begin, end) or in the entry a signal finds the thread,
 *     continuing at `cancel` is as if the call had never begun.
 *  3. The depth is marked before the word is read, or a canceller could see
 *     no mark and we no request (cancel.cpp has the other half).
 *  4. Exactly one `ret` of ours lies after the system call: each costs about
 *     20 ns on CPUs with return-predictor mitigations.
 *  5. No `nop` or `int3` beside the call or `ret`: rewriters look for them.
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
	pushl	%ebp
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset ebp, 0
	pushl	%edi
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset edi, 0
	pushl	%esi
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset esi, 0
	pushl	%ebx
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset ebx, 0
	pushl	%eax				/* SC_REQUEST */
	.cfi_adjust_cfa_offset 4
	call	.Lhere_\name				/* to the next instruction: no return predictor minds */
	.cfi_adjust_cfa_offset 4
.Lhere_\name:
	popl	%ecx
	.cfi_adjust_cfa_offset -4
	movl	sc_depth_offset-.Lhere_\name(%ecx), %edx
	movl	sc_entry-.Lhere_\name(%ecx), %ebx
	movl	sc_word_offset-.Lhere_\name(%ecx), %ebp
	pushl	%edx				/* SC_DEPTH_OFFSET */
	.cfi_adjust_cfa_offset 4
	pushl	%ebx				/* SC_FRAME_ENTRY */
	.cfi_adjust_cfa_offset 4
	movl	SC_ARGUMENT(0)(%esp), %ebx
	movl	SC_ARGUMENT(1)(%esp), %ecx
	movl	SC_ARGUMENT(3)(%esp), %esi
	movl	SC_ARGUMENT(4)(%esp), %edi
	movzwl	%ax, %eax
	incl	%gs:(%edx)
\name\()_begin:
	testb	$(\bits), %gs:(%ebp)
	jnz	\name\()_cancel
	movl	SC_ARGUMENT(2)(%esp), %edx
	movl	SC_ARGUMENT(5)(%esp), %ebp
	call	*SC_FRAME_ENTRY(%esp)
\name\()_end:
	movl	SC_DEPTH_OFFSET(%esp), %edx
	decl	%gs:(%edx)
\name\()_unmarked:
	movl	SC_REQUEST(%esp), %edx
	addl	$SC_SAVED, %esp
	.cfi_adjust_cfa_offset -SC_SAVED
	popl	%ebx
	.cfi_adjust_cfa_offset -4
	.cfi_restore ebx
	popl	%esi
	.cfi_adjust_cfa_offset -4
	.cfi_restore esi
	popl	%edi
	.cfi_adjust_cfa_offset -4
	.cfi_restore edi
	popl	%ebp
	.cfi_adjust_cfa_offset -4
	.cfi_restore ebp
	cmpl	$SC_MAX_ERRNO, %eax
	jae	.Lfailed_\name
	ret

.Lfailed_\name:
	jmp	sc_failed			/* result [%eax], request [%edx] */

\name\()_cancel:
	.cfi_adjust_cfa_offset SC_SAVED + 16
	.cfi_rel_offset ebx, SC_SAVED
	.cfi_rel_offset esi, SC_SAVED + 4
	.cfi_rel_offset edi, SC_SAVED + 8
	.cfi_rel_offset ebp, SC_SAVED + 12
	movl	SC_DEPTH_OFFSET(%esp), %edx
	decl	%gs:(%edx)
\name\()_cancel_unmarked:
	call	sc_act				/* the stack is aligned for it: 32 bytes below the arguments */
	movzwl	SC_REQUEST(%esp), %eax
	movl	SC_ARGUMENT(0)(%esp), %ebx
	movl	SC_ARGUMENT(1)(%esp), %ecx
	movl	SC_ARGUMENT(2)(%esp), %edx
	movl	SC_ARGUMENT(3)(%esp), %esi
	movl	SC_ARGUMENT(4)(%esp), %edi
	movl	SC_ARGUMENT(5)(%esp), %ebp
	call	*SC_FRAME_ENTRY(%esp)
	jmp	\name\()_unmarked
	.cfi_endproc
\name\()_limit:
	.size	\name, . - \name
.endm

	.text
	.hidden	sc_act, sc_decide, sc_failed, sc_word_offset, sc_depth_offset, sc_entry
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
	movl	SC_REQUEST + 4(%esp), %eax
	subl	$12, %esp
	.cfi_adjust_cfa_offset 12
	call	sc_decide
	addl	$12, %esp
	.cfi_adjust_cfa_offset -12
	cmpl	$SC_PLAIN, %eax
	jne	.Lleave_thunk
	ret
.Lleave_thunk:
	movl	%eax, %ecx
	movl	SC_REQUEST + 4(%esp), %edx
	addl	$SC_SAVED + 4, %esp
	.cfi_def_cfa_offset 20
	.cfi_rel_offset ebx, 0
	.cfi_rel_offset esi, 4
	.cfi_rel_offset edi, 8
	.cfi_rel_offset ebp, 12
	popl	%ebx
	.cfi_adjust_cfa_offset -4
	.cfi_restore ebx
	popl	%esi
	.cfi_adjust_cfa_offset -4
	.cfi_restore esi
	popl	%edi
	.cfi_adjust_cfa_offset -4
	.cfi_restore edi
	popl	%ebp
	.cfi_adjust_cfa_offset -4
	.cfi_restore ebp
	movl	%edx, %eax
	cmpl	$SC_AGAIN, %ecx
	je	sc_retry
	movl	$-SC_ECANCELED, %eax
	jmp	sc_failed			/* result [%eax], request [%edx] */
	.cfi_endproc
	.size	sc_act, . - sc_act

/* The entry that every kernel has.  Where the thread is in it is told as in the vDSO's. */
	.globl	sc_int80
	.hidden	sc_int80
	.type	sc_int80, @function
	.balign	16
sc_int80:
	.cfi_startproc
	int	$0x80
	ret
	.cfi_endproc
	.size	sc_int80, . - sc_int80

	.section .note.GNU-stack, "", @progbits
