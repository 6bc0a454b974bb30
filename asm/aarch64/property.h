/* SPDX-License-Identifier: MIT */
/*
 * The end of each assembly file: no executable stack, and the note that every
 * place reached by an indirect jump or call here has a landing pad (ELF for
 * the Arm 64-bit Architecture, GNU_PROPERTY_AARCH64_FEATURE_1_AND).
 */
	.section .note.GNU-stack, "", %progbits
	.section .note.gnu.property, "a", %note
	.balign	8
	.word	4, 16, 5		/* sizes of name and description, NT_GNU_PROPERTY_TYPE_0 */
	.asciz	"GNU"
	.word	0xc0000000, 4, 1, 0	/* the property, its size, its bit BTI, padding */
