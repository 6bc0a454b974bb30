/* SPDX-License-Identifier: MIT */
/*
 * Ways a pthread_testcancel may begin, good and bad.
 *
 * VARIANT name; its code; END_VARIANT.  What the audit should say of each
 * stands in testcancel_tests.cpp.  `defect:` is where it should point.
 * They are read, never run; what follows the branch does not matter.
 */
	.macro	VARIANT name
	.pushsection .data
.Lname_\name:
	.asciz	"\name"
	.popsection
	.pushsection sc_testcancels, "aw", @progbits
	.balign	8
	.quad	.Lname_\name, .Lstart_\name, .Lend_\name, .Ldefect_\name
	.popsection
.Lstart_\name:
	.endm

	.macro	DEFECT name
.Ldefect_\name:
	.endm

	.macro	END_VARIANT name
.Lend_\name:
	.balign	16
	.endm

	.section .rodata.testcancels, "a", @progbits

	/* Through the pointer in the thread's head: Debian 12 and 13. */
	VARIANT	good_by_self
	DEFECT	good_by_self
	movq	%fs:0x10, %rdx
	movl	0x308(%rdx), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT good_by_self

	/* Through the thread pointer, with the masks of glibc 2.31. */
	VARIANT	good_by_thread_pointer
	DEFECT	good_by_thread_pointer
	movl	%fs:0x308, %eax
	andl	$0xffffffb9, %eax
	cmpl	$0x8, %eax
	jne	1f
1:	ret
	END_VARIANT good_by_thread_pointer

	/* With a landing pad and a frame. */
	VARIANT	good_with_frame
	DEFECT	good_with_frame
	endbr64
	pushq	%rbx
	subq	$16, %rsp
	movq	%fs:0x10, %rbx
	movl	0x308(%rbx), %edi
	andl	$0x39, %edi
	cmpl	$0x8, %edi
	je	1f
1:	ret
	END_VARIANT good_with_frame

	VARIANT	other_word
	movq	%fs:0x10, %rdx
	DEFECT	other_word
	movl	0x30c(%rdx), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT other_word

	VARIANT	other_word_by_thread_pointer
	DEFECT	other_word_by_thread_pointer
	movl	%fs:0x2d0, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT other_word_by_thread_pointer

	VARIANT	word_of_other_object
	DEFECT	word_of_other_object
	movl	0x308(%rdi), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT word_of_other_object

	/* The read overwrites the pointer; a second read through it is of nothing known. */
	VARIANT	pointer_overwritten
	movq	%fs:0x10, %rax
	movl	0x308(%rax), %eax
	DEFECT	pointer_overwritten
	movl	0x308(%rax), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT pointer_overwritten

	/* The state is a byte of its own: 2.34.0 and 2.35.0. */
	VARIANT	state_in_own_byte
	movq	%fs:0x10, %rdx
	DEFECT	state_in_own_byte
	movzbl	0x974(%rdx), %eax
	testb	%al, %al
	jne	1f
1:	ret
	END_VARIANT state_in_own_byte

	VARIANT	mask_without_disabled
	movl	%fs:0x308, %eax
	DEFECT	mask_without_disabled
	andl	$0x38, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT mask_without_disabled

	VARIANT	mask_with_canceling
	movl	%fs:0x308, %eax
	DEFECT	mask_with_canceling
	andl	$0x3d, %eax
	cmpl	$0xc, %eax
	je	1f
1:	ret
	END_VARIANT mask_with_canceling

	VARIANT	no_mask
	movl	%fs:0x308, %eax
	DEFECT	no_mask
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT no_mask

	VARIANT	mask_of_other_register
	movl	%fs:0x308, %eax
	DEFECT	mask_of_other_register
	andl	$0x39, %ecx
	cmpl	$0x8, %ecx
	je	1f
1:	ret
	END_VARIANT mask_of_other_register

	VARIANT	other_value
	movl	%fs:0x308, %eax
	andl	$0x39, %eax
	DEFECT	other_value
	cmpl	$0x4, %eax
	je	1f
1:	ret
	END_VARIANT other_value

	VARIANT	signed_branch
	movl	%fs:0x308, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	DEFECT	signed_branch
	jge	1f
1:	ret
	END_VARIANT signed_branch

	VARIANT	no_branch
	movl	%fs:0x308, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	DEFECT	no_branch
	sete	%al
	ret
	END_VARIANT no_branch

	/* A stub that goes elsewhere. */
	VARIANT	jump_at_once
	DEFECT	jump_at_once
	jmp	1f
1:	ret
	END_VARIANT jump_at_once

	VARIANT	ends_too_early
	movl	%fs:0x308, %eax
	andl	$0x39, %eax
	DEFECT	ends_too_early
	END_VARIANT ends_too_early

	VARIANT	not_an_instruction
	movl	%fs:0x308, %eax
	DEFECT	not_an_instruction
	.byte	0x06
	ret
	END_VARIANT not_an_instruction

	.section .note.GNU-stack, "", @progbits
