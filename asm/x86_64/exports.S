/* SPDX-License-Identifier: MIT */
/*
 * What the preloaded object exports, made from shim/points.def: for each row
 * the exported function (one jump through its target), and the sealed page
 * with the targets themselves.
 *
 * Before arming, a row's target is a stub that finds the next definition of
 * the name (shim/dispatch.cpp), puts it in the row and goes there: lazy
 * binding, done by hand because no relocation can name "the next definition".
 * Arming writes every target once and makes the page read-only.
 */
#include <asm/unistd.h>
#include "thunk.h"

/*
 * The exported function.  Of one that is passed on, what its first argument (`first`,
 * `second`) says is to be seen goes by the stub.
 */
.macro sc_export name, first, second
	.globl	\name
	.type	\name, @function
	.balign	16
\name:
	.cfi_startproc
	.ifnb	\first
	cmpl	$(\first), %edi
	je	sc_stub_\name
	cmpl	$(\second), %edi
	je	sc_stub_\name
	.endif
	jmp	*sc_target_\name(%rip)
	.cfi_endproc
	.size	\name, . - \name
.endm

/* sc_call_<call>(arguments of the system call, C calling convention) */
.macro sc_call call, request, arguments
	.globl	sc_call_\call
	.hidden	sc_call_\call
	.type	sc_call_\call, @function
	.balign	16
sc_call_\call:
	.cfi_startproc
	.if \arguments > 3
	movq	%rcx, %r10	/* the kernel takes the fourth argument there */
	.endif
	movl	$(\request), %eax
	jmp	sc_thunk
	.cfi_endproc
	.size	sc_call_\call, . - sc_call_\call
.endm

/* A row's stub: its index is pushed for sc_resolve_stub. */
.macro sc_stub name
sc_stub_\name:
	.cfi_startproc
	pushq	$((sc_target_\name - sc_targets) / 8)
	.cfi_adjust_cfa_offset 8
	jmp	sc_resolve_stub
	.cfi_endproc
.endm

	.text
	.hidden	sc_thunk, sc_resolve
#define SC_CALL(call, number, arguments, kind) sc_call call, (number | kind), arguments
#define SC_ROW(name, target) sc_export name
#define SC_ENTRY(name, target) sc_export name
#define SC_PASS(name, first, second) sc_export name, first, second
#include "points.def"

/*
 * Saves the argument registers (%rax too: variadic callers leave the number of
 * vector registers there; none of our functions takes a floating-point value),
 * asks sc_resolve(index, first four arguments) for the target and goes there with the stack as it
 * was on entry of the exported function.
 */
	.type	sc_resolve_stub, @function
sc_resolve_stub:
	.cfi_startproc
	.cfi_def_cfa_offset 16
	pushq	%rdi
	.cfi_adjust_cfa_offset 8
	pushq	%rsi
	.cfi_adjust_cfa_offset 8
	pushq	%rdx
	.cfi_adjust_cfa_offset 8
	pushq	%rcx
	.cfi_adjust_cfa_offset 8
	pushq	%r8
	.cfi_adjust_cfa_offset 8
	pushq	%r9
	.cfi_adjust_cfa_offset 8
	pushq	%rax
	.cfi_adjust_cfa_offset 8
	subq	$8, %rsp
	.cfi_adjust_cfa_offset 8
	movq	%rcx, %r8
	movq	%rdx, %rcx
	movq	%rsi, %rdx
	movq	%rdi, %rsi
	movl	64(%rsp), %edi
	call	sc_resolve
	movq	%rax, %r11
	addq	$8, %rsp
	.cfi_adjust_cfa_offset -8
	popq	%rax
	.cfi_adjust_cfa_offset -8
	popq	%r9
	.cfi_adjust_cfa_offset -8
	popq	%r8
	.cfi_adjust_cfa_offset -8
	popq	%rcx
	.cfi_adjust_cfa_offset -8
	popq	%rdx
	.cfi_adjust_cfa_offset -8
	popq	%rsi
	.cfi_adjust_cfa_offset -8
	popq	%rdi
	.cfi_adjust_cfa_offset -8
	addq	$8, %rsp		/* the index */
	.cfi_adjust_cfa_offset -8
	jmp	*%r11
	.cfi_endproc
	.size	sc_resolve_stub, . - sc_resolve_stub

#define SC_ROW(name, target) sc_stub name
#define SC_ENTRY(name, target) sc_stub name
#include "points.def"

/*
 * What signal 32's handler returns to.  Without CFI, and byte for byte what
 * every unwinder and debugger knows as a signal return; the `nop` keeps the
 * address before it out of any function with CFI, because unwinders look up
 * the return address minus one.
 */
	.globl	sc_signal_return
	.hidden	sc_signal_return
	nop
	.balign	16
	.type	sc_signal_return, @function
sc_signal_return:
	movq	$__NR_rt_sigreturn, %rax
	syscall
	.size	sc_signal_return, . - sc_signal_return

/* ---- the sealed page: written while arming, read-only afterwards ---- */
	.section .data.sc_sealed, "aw", @progbits
	.balign	4096
	.globl	sc_sealed, sc_sealed_limit, sc_targets, sc_word_offset, sc_config, sc_config_limit
	.hidden	sc_sealed, sc_sealed_limit, sc_targets, sc_word_offset, sc_config, sc_config_limit
sc_sealed:
	.type	sc_targets, @object
sc_targets:
.macro sc_target name
sc_target_\name:
	.quad	sc_stub_\name
.endm
#define SC_ROW(name, target) sc_target name
#define SC_ENTRY(name, target) sc_target name
#include "points.def"
	.size	sc_targets, . - sc_targets
/*
 * Where cancelhandling lies, from %fs:0.  0 until it is known: that is the
 * thread control block's own address, whose bit 3 is never set, since it is
 * aligned to 64 bytes.
 */
	.type	sc_word_offset, @object
	.size	sc_word_offset, 8
sc_word_offset:
	.quad	0
	.balign	4096
sc_sealed_limit:

/*
 * struct Config (shim/config.h), sealed as well, in pages of its own: nothing in it
 * is known before arming, so the file need not hold its zeros.
 */
	.section .sc_config, "aw", @nobits
	.balign	4096
	.type	sc_config, @object
	.size	sc_config, SC_CONFIG_SIZE
sc_config:
	.zero	SC_CONFIG_SIZE
	.balign	4096
sc_config_limit:

/* ---- what each row jumps to when armed; constant ---- */
	.set	sc_no_target, 0
	.section .data.rel.ro, "aw", @progbits
	.balign	8
	.globl	sc_armed_targets
	.hidden	sc_armed_targets
	.type	sc_armed_targets, @object
sc_armed_targets:
#define SC_SAME(target, other) .set target, other
#define SC_ROW(name, target) .quad target
#define SC_ENTRY(name, target) .quad target
#include "points.def"
	.size	sc_armed_targets, . - sc_armed_targets

	.section .note.GNU-stack, "", @progbits
