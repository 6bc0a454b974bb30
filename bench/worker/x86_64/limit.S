/* SPDX-License-Identifier: MIT */
/* x86-64: the limits, called functions that are only the system call; calls.h. */
#include <sys/syscall.h>

	.macro	LIMIT name, number, arguments
	.globl	\name
	.type	\name, @function
	.balign	64
\name:
	.cfi_startproc
	.if \arguments > 3
	movq	%rcx, %r10	/* the kernel takes the fourth argument there */
	.endif
	movl	$\number, %eax
	syscall
	ret
	.cfi_endproc
	.size	\name, . - \name
	.endm

	.text
	LIMIT	limit_read, SYS_read, 3
	LIMIT	limit_write, SYS_write, 3
	LIMIT	limit_openat, SYS_openat, 4
	LIMIT	limit_close, SYS_close, 1
	LIMIT	limit_poll, SYS_poll, 3
	LIMIT	limit_recvfrom, SYS_recvfrom, 6
	LIMIT	limit_sendto, SYS_sendto, 6
	LIMIT	limit_accept, SYS_accept, 3
	LIMIT	limit_connect, SYS_connect, 3
	LIMIT	limit_clock_nanosleep, SYS_clock_nanosleep, 4
	LIMIT	limit_futex, SYS_futex, 6
	.section .note.GNU-stack, "", @progbits
