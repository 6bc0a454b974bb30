/* SPDX-License-Identifier: MIT */
/* The cells that the thunk finds `sc_depth` and the kernel's entry by, and their addresses. */
	.data
	.globl	sc_depth_offset, sc_entry
	.hidden	sc_depth_offset, sc_entry, sc_depth, sc_int80
sc_depth_offset:
	.long	sc_depth@ntpoff
sc_entry:
	.long	sc_int80

.macro sc_address_of cell, function
	.globl	\function
	.hidden	\function
	.type	\function, @function
\function:
	call	.Lat_\function
.Lat_\function:
	popl	%eax
	addl	$\cell - .Lat_\function, %eax
	ret
	.size	\function, . - \function
.endm

	.text
	sc_address_of sc_depth_offset, sc_depth_cell
	sc_address_of sc_entry, sc_entry_cell

	.section .note.GNU-stack, "", @progbits
