/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: the limits, called functions that are only the system call; calls.h.
 * They enter the kernel by the vDSO, as libc can at best; limit_read_int80 is for
 * comparison.
 */
#include <sys/syscall.h>

/* libc keeps the address of the vDSO's entry in every thread's head. */
#define VDSO	call	*%gs:0x10
#define INT80	int	$0x80

/* Up to three arguments: only %ebx is the caller's. */
#define LIMIT3(name, number, enter)	\
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
	movl	$number, %eax;		\
	enter;				\
	popl	%ebx;			\
	.cfi_adjust_cfa_offset -4;	\
	.cfi_restore ebx;		\
	ret;				\
	.cfi_endproc;			\
	.size	name, . - name

/* Up to six. */
#define LIMIT6(name, number, enter)	\
	.globl	name;			\
	.type	name, @function;	\
	.balign	64;			\
name:					\
	.cfi_startproc;			\
	pushl	%ebp;			\
	.cfi_adjust_cfa_offset 4;	\
	.cfi_rel_offset ebp, 0;		\
	pushl	%edi;			\
	.cfi_adjust_cfa_offset 4;	\
	.cfi_rel_offset edi, 0;		\
	pushl	%esi;			\
	.cfi_adjust_cfa_offset 4;	\
	.cfi_rel_offset esi, 0;		\
	pushl	%ebx;			\
	.cfi_adjust_cfa_offset 4;	\
	.cfi_rel_offset ebx, 0;		\
	movl	20(%esp), %ebx;		\
	movl	24(%esp), %ecx;		\
	movl	28(%esp), %edx;		\
	movl	32(%esp), %esi;		\
	movl	36(%esp), %edi;		\
	movl	40(%esp), %ebp;		\
	movl	$number, %eax;		\
	enter;				\
	popl	%ebx;			\
	.cfi_adjust_cfa_offset -4;	\
	.cfi_restore ebx;		\
	popl	%esi;			\
	.cfi_adjust_cfa_offset -4;	\
	.cfi_restore esi;		\
	popl	%edi;			\
	.cfi_adjust_cfa_offset -4;	\
	.cfi_restore edi;		\
	popl	%ebp;			\
	.cfi_adjust_cfa_offset -4;	\
	.cfi_restore ebp;		\
	ret;				\
	.cfi_endproc;			\
	.size	name, . - name

	.text
	LIMIT3(limit_read, SYS_read, VDSO)
	LIMIT3(limit_read_int80, SYS_read, INT80)
	LIMIT3(limit_write, SYS_write, VDSO)
	LIMIT3(limit_openat, SYS_openat, VDSO)		/* no mode is given */
	LIMIT3(limit_close, SYS_close, VDSO)
	LIMIT3(limit_poll, SYS_poll, VDSO)
	LIMIT3(limit_socketcall, SYS_socketcall, VDSO)
	LIMIT3(limit_connect, SYS_connect, VDSO)
	LIMIT6(limit_clock_nanosleep, SYS_clock_nanosleep_time64, VDSO)
	LIMIT6(limit_futex, SYS_futex, VDSO)
	.section .note.GNU-stack, "", @progbits
