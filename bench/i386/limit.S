/* SPDX-License-Identifier: MIT */
/* The limits: called functions that are only the system call, by either way into the kernel. */
#include <asm/unistd.h>

/* libc keeps the address of the vDSO's entry in every thread's head. */
#define VDSO	call	*%gs:0x10
#define INT80	int	$0x80

#define LIMIT(name, enter)		\
	.globl	name;			\
	.type	name, @function;	\
	.balign	64;			\
name:					\
	.cfi_startproc;			\
	pushl	%ebx;			\
	.cfi_adjust_cfa_offset 4;	\
	.cfi_rel_offset ebx, 0;		\
	movl	8(%esp), %ebx;		\
	movl	12(%esp), %ecx;		\
	movl	16(%esp), %edx;		\
	movl	$__NR_read, %eax;	\
	enter;				\
	popl	%ebx;			\
	.cfi_adjust_cfa_offset -4;	\
	.cfi_restore ebx;		\
	ret;				\
	.cfi_endproc;			\
	.size	name, . - name

	.text
	LIMIT(limit_read, VDSO)
	LIMIT(limit_read_int80, INT80)
	.section .note.GNU-stack, "", @progbits
