/* SPDX-License-Identifier: MIT */
/* The limit: a called function that is only the system call. */
#include <asm/unistd.h>
	.text
	.globl	limit_read
	.type	limit_read, @function
	.balign	64
limit_read:
	.cfi_startproc
	movl	$__NR_read, %eax
	syscall
	ret
	.cfi_endproc
	.size	limit_read, . - limit_read
	.section .note.GNU-stack, "", @progbits
