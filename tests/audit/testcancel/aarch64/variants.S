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
	.pushsection sc_testcancels, "aw", %progbits
	.balign	8
	.xword	.Lname_\name, .Lstart_\name, .Lend_\name, .Ldefect_\name
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

	.section .rodata.testcancels, "a", %progbits

	/* As Debian 12 and 13 have it, without the frame. */
	VARIANT	good_by_address
	DEFECT	good_by_address
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT good_by_address

	/* The word is loaded at a distance from an address that is not its own. */
	VARIANT	good_by_displacement
	DEFECT	good_by_displacement
	mrs	x1, tpidr_el0
	sub	x3, x1, #0x720
	ldr	w0, [x3, #0x108]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT good_by_displacement

	/* With a signed return address and a frame. */
	VARIANT	good_with_frame
	DEFECT	good_with_frame
	hint	#25
	stp	x29, x30, [sp, #-48]!
	mrs	x1, tpidr_el0
	mov	x29, sp
	str	x19, [sp, #16]
	stp	x21, x22, [sp, #32]
	sub	x19, x1, #0x720
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT good_with_frame

	/* The mask of glibc 2.31, which is an immediate when it can be one. */
	VARIANT	good_mask_of_2_31
	DEFECT	good_mask_of_2_31
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0xffffffb9
	and	w0, w0, w2
	cmp	w0, #0x8
	b.ne	1f
1:	ret
	END_VARIANT good_mask_of_2_31

	/* The mask makes another register. */
	VARIANT	good_other_register
	DEFECT	good_other_register
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w3, w0, w2
	cmp	w3, #0x8
	b.eq	1f
1:	ret
	END_VARIANT good_other_register

	VARIANT	other_word
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x614
	DEFECT	other_word
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT other_word

	VARIANT	word_of_other_object
	DEFECT	word_of_other_object
	ldr	w0, [x0, #0x108]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT word_of_other_object

	/* The read overwrites the address; a second read through it is of nothing known. */
	VARIANT	pointer_overwritten
	mrs	x0, tpidr_el0
	sub	x0, x0, #0x618
	ldr	w0, [x0]
	DEFECT	pointer_overwritten
	ldr	w0, [x0]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT pointer_overwritten

	/* The address loses its upper half. */
	VARIANT	pointer_cut
	mrs	x1, tpidr_el0
	sub	w1, w1, #0x618
	DEFECT	pointer_cut
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT pointer_cut

	/* The word after it is read too. */
	VARIANT	wide_word
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	DEFECT	wide_word
	ldr	x0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT wide_word

	/* The state is a byte of its own: 2.34.0 and 2.35.0. */
	VARIANT	state_in_own_byte
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x200
	DEFECT	state_in_own_byte
	ldrb	w0, [x1]
	cbnz	w0, 1f
1:	ret
	END_VARIANT state_in_own_byte

	VARIANT	mask_without_disabled
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x38
	DEFECT	mask_without_disabled
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT mask_without_disabled

	VARIANT	mask_with_canceling
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x3d
	DEFECT	mask_with_canceling
	and	w0, w0, w2
	cmp	w0, #0xc
	b.eq	1f
1:	ret
	END_VARIANT mask_with_canceling

	/* Nobody knows what the mask is. */
	VARIANT	mask_unknown
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	DEFECT	mask_unknown
	and	w0, w0, w5
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT mask_unknown

	/* A part of the mask is another one. */
	VARIANT	mask_patched
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	DEFECT	mask_patched
	movk	w2, #1, lsl #16
	and	w0, w0, w2
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT mask_patched

	VARIANT	no_mask
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	DEFECT	no_mask
	cmp	w0, #0x8
	b.eq	1f
1:	ret
	END_VARIANT no_mask

	VARIANT	mask_of_other_register
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	DEFECT	mask_of_other_register
	and	w3, w3, w2
	cmp	w3, #0x8
	b.eq	1f
1:	ret
	END_VARIANT mask_of_other_register

	VARIANT	other_value
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	DEFECT	other_value
	cmp	w0, #0x4
	b.eq	1f
1:	ret
	END_VARIANT other_value

	VARIANT	signed_branch
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	DEFECT	signed_branch
	b.ge	1f
1:	ret
	END_VARIANT signed_branch

	VARIANT	no_branch
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	cmp	w0, #0x8
	DEFECT	no_branch
	cset	w0, eq
	ret
	END_VARIANT no_branch

	/* A stub that goes elsewhere. */
	VARIANT	jump_at_once
	DEFECT	jump_at_once
	b	1f
1:	ret
	END_VARIANT jump_at_once

	VARIANT	ends_too_early
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	mov	w2, #0x39
	and	w0, w0, w2
	DEFECT	ends_too_early
	END_VARIANT ends_too_early

	VARIANT	not_an_instruction
	mrs	x1, tpidr_el0
	sub	x1, x1, #0x618
	ldr	w0, [x1]
	DEFECT	not_an_instruction
	.inst	0
	ret
	END_VARIANT not_an_instruction

	.section .note.GNU-stack, "", %progbits
