/* SPDX-License-Identifier: MIT */
/*
 * Ways a pthread_testcancel may begin, good and bad.
 *
 * VARIANT name; its code; END_VARIANT.  What the audit should say of each
 * stands in expected.hpp.  `DEFECT` is where it should point.
 * They are read, never run; what follows the branch does not matter.
 */
	.macro	VARIANT name
	.pushsection .data
.Lname_\name:
	.asciz	"\name"
	.popsection
	.pushsection sc_testcancels, "aw", @progbits
	.balign	4
	.long	.Lname_\name, .Lstart_\name, .Lend_\name, .Ldefect_\name
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

	.section .data.testcancels, "aw", @progbits

	/* Through the pointer in the thread's head: Debian 12 and 13. */
	VARIANT	good_by_self
	DEFECT	good_by_self
	movl	%gs:0x8, %edx
	movl	0x80(%edx), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT good_by_self

	/* Through the thread pointer, with the masks of glibc 2.31. */
	VARIANT	good_by_thread_pointer
	DEFECT	good_by_thread_pointer
	movl	%gs:0x80, %eax
	andl	$0xffffffb9, %eax
	cmpl	$0x8, %eax
	jne	1f
1:	ret
	END_VARIANT good_by_thread_pointer

	/* By the address of the word. */
	VARIANT	good_by_address
	DEFECT	good_by_address
	movl	%gs:0x8, %ecx
	subl	$-0x80, %ecx
	movl	(%ecx), %ecx
	andl	$0x39, %ecx
	cmpl	$0x8, %ecx
	je	1f
1:	ret
	END_VARIANT good_by_address

	/* With a landing pad, registers saved, and a frame that has a pointer. */
	VARIANT	good_with_frame
	DEFECT	good_with_frame
	endbr32
	pushl	%ebp
	movl	%esp, %ebp
	pushl	%ebx
	subl	$16, %esp
	movl	%esi, -0x8(%ebp)
	movl	%edi, 0x4(%esp)
	movl	%gs:0x8, %ebx
	movl	0x80(%ebx), %edi
	andl	$0x39, %edi
	cmpl	$0x8, %edi
	je	1f
1:	ret
	END_VARIANT good_with_frame

	VARIANT	other_word
	movl	%gs:0x8, %edx
	DEFECT	other_word
	movl	0x84(%edx), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT other_word

	VARIANT	other_word_by_thread_pointer
	DEFECT	other_word_by_thread_pointer
	movl	%gs:0x7c, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT other_word_by_thread_pointer

	VARIANT	other_word_by_address
	movl	%gs:0x8, %ecx
	addl	$0x70, %ecx
	DEFECT	other_word_by_address
	movl	0xc(%ecx), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT other_word_by_address

	/* Not the thread's: %fs is the program's own here. */
	VARIANT	word_through_fs
	DEFECT	word_through_fs
	movl	%fs:0x80, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT word_through_fs

	VARIANT	word_of_other_object
	DEFECT	word_of_other_object
	movl	0x80(%eax), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT word_of_other_object

	/* The thread that the caller names. */
	VARIANT	word_of_other_thread
	DEFECT	word_of_other_thread
	movl	0x4(%esp), %edx
	movl	0x80(%edx), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT word_of_other_thread

	/* The read overwrites the pointer; a second read through it is of nothing known. */
	VARIANT	pointer_overwritten
	movl	%gs:0x8, %eax
	movl	0x80(%eax), %eax
	DEFECT	pointer_overwritten
	movl	0x80(%eax), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT pointer_overwritten

	VARIANT	pointer_cut
	movl	%gs:0x8, %edx
	DEFECT	pointer_cut
	movzwl	%dx, %edx
	movl	0x80(%edx), %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT pointer_cut

	VARIANT	half_of_word
	DEFECT	half_of_word
	movw	%gs:0x80, %ax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT half_of_word

	/* The state is a byte of its own: 2.34.0 and 2.35.0. */
	VARIANT	state_in_own_byte
	movl	%gs:0x8, %edx
	DEFECT	state_in_own_byte
	movzbl	0x4b8(%edx), %eax
	testb	%al, %al
	jne	1f
1:	ret
	END_VARIANT state_in_own_byte

	/* A frame that is not this function's. */
	VARIANT	stores_elsewhere
	DEFECT	stores_elsewhere
	movl	%eax, 0x8(%ebp)
	movl	%gs:0x80, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT stores_elsewhere

	/* Where its data is does not matter to the test, and what is called might. */
	VARIANT	calls_first
	DEFECT	calls_first
	call	1f
	movl	%gs:0x80, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT calls_first

	VARIANT	mask_without_disabled
	movl	%gs:0x80, %eax
	DEFECT	mask_without_disabled
	andl	$0x38, %eax
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT mask_without_disabled

	VARIANT	mask_with_canceling
	movl	%gs:0x80, %eax
	DEFECT	mask_with_canceling
	andl	$0x3d, %eax
	cmpl	$0xc, %eax
	je	1f
1:	ret
	END_VARIANT mask_with_canceling

	VARIANT	no_mask
	movl	%gs:0x80, %eax
	DEFECT	no_mask
	cmpl	$0x8, %eax
	je	1f
1:	ret
	END_VARIANT no_mask

	VARIANT	mask_of_other_register
	movl	%gs:0x80, %eax
	DEFECT	mask_of_other_register
	andl	$0x39, %ecx
	cmpl	$0x8, %ecx
	je	1f
1:	ret
	END_VARIANT mask_of_other_register

	VARIANT	other_value
	movl	%gs:0x80, %eax
	andl	$0x39, %eax
	DEFECT	other_value
	cmpl	$0x4, %eax
	je	1f
1:	ret
	END_VARIANT other_value

	VARIANT	signed_branch
	movl	%gs:0x80, %eax
	andl	$0x39, %eax
	cmpl	$0x8, %eax
	DEFECT	signed_branch
	jge	1f
1:	ret
	END_VARIANT signed_branch

	VARIANT	no_branch
	movl	%gs:0x80, %eax
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
	movl	%gs:0x80, %eax
	andl	$0x39, %eax
	DEFECT	ends_too_early
	END_VARIANT ends_too_early

	VARIANT	not_an_instruction
	movl	%gs:0x80, %eax
	DEFECT	not_an_instruction
	.byte	0x0f, 0x04
	ret
	END_VARIANT not_an_instruction

	.section .note.GNU-stack, "", @progbits
