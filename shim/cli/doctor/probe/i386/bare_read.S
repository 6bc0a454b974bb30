/* SPDX-License-Identifier: MIT */
/* What a call of read costs at least: a called function that only calls the vDSO, whose address is in every thread's head. */
#include <asm/unistd.h>
	.text
	.globl	bare_read
	.type	bare_read, @function
	.balign	64
bare_read:
	.cfi_startproc
	pushl	%ebx
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset ebx, 0
	movl	8(%esp), %ebx
	movl	12(%esp), %ecx
	movl	16(%esp), %edx
	movl	$__NR_read, %eax
	call	*%gs:0x10
	popl	%ebx
	.cfi_adjust_cfa_offset -4
	.cfi_restore ebx
	ret
	.cfi_endproc
	.size	bare_read, . - bare_read
	.section .note.GNU-stack, "", @progbits
