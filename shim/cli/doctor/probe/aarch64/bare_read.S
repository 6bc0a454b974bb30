/* SPDX-License-Identifier: MIT */
/* What a call of read costs at least: a called function that is only the system call. */
#include <asm/unistd.h>
	.text
	.globl	bare_read
	.type	bare_read, @function
	.balign	64
bare_read:
	.cfi_startproc
	mov	x8, #__NR_read
	svc	#0
	ret
	.cfi_endproc
	.size	bare_read, . - bare_read
	.section .note.GNU-stack, "", @progbits
