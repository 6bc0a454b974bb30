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
 *
 * Nothing here is at a known address: code finds data by calling the next
 * instruction and popping where it is.  Processors know that pair and keep it
 * out of their return predictor.
 */
#include <asm/unistd.h>
#include "thunk.h"

/*
 * The exported function.  Arguments are on the stack, so %eax is free.  Of one that is passed
 * on, what its first argument (`first`, `second`) says is to be seen goes by the stub.
 */
.macro sc_export name, first, second
	.globl	\name
	.type	\name, @function
	.balign	16
\name:
	.cfi_startproc
	.ifnb	\first
	cmpl	$(\first), 4(%esp)
	je	sc_stub_\name
	cmpl	$(\second), 4(%esp)
	je	sc_stub_\name
	.endif
	call	.Lat_\name
	.cfi_adjust_cfa_offset 4
.Lat_\name:
	popl	%eax
	.cfi_adjust_cfa_offset -4
	jmp	*sc_target_\name-.Lat_\name(%eax)
	.cfi_endproc
	.size	\name, . - \name
.endm

/* sc_call_<call>(arguments of the system call, C calling convention) */
.macro sc_call call, request
	.globl	sc_call_\call
	.hidden	sc_call_\call
	.type	sc_call_\call, @function
	.balign	16
sc_call_\call:
	.cfi_startproc
	movl	$(\request), %eax
	jmp	sc_thunk
	.cfi_endproc
	.size	sc_call_\call, . - sc_call_\call
.endm

/* A row's stub: its index is pushed for sc_resolve_stub. */
.macro sc_stub name
sc_stub_\name:
	.cfi_startproc
	pushl	$((sc_target_\name - sc_targets) / 4)
	.cfi_adjust_cfa_offset 4
	jmp	sc_resolve_stub
	.cfi_endproc
.endm

	.text
	.hidden	sc_thunk, sc_resolve
#define SC_CALL(call, number, arguments, kind) sc_call call, (number | kind)
#define SC_ROW(name, target) sc_export name
#define SC_ENTRY(name, target) sc_export name
#define SC_PASS(name, first, second) sc_export name, first, second
#include "points.def"

/*
 * Asks sc_resolve(index, first four arguments) for the target and goes there with the stack as it
 * was on entry of the exported function.  No argument is in a register.
 */
	.type	sc_resolve_stub, @function
sc_resolve_stub:
	.cfi_startproc
	.cfi_def_cfa_offset 8
	subl	$4, %esp		/* the stack is aligned for the call */
	.cfi_adjust_cfa_offset 4
	pushl	24(%esp)		/* the fourth argument, the third... */
	.cfi_adjust_cfa_offset 4
	pushl	24(%esp)
	.cfi_adjust_cfa_offset 4
	pushl	24(%esp)
	.cfi_adjust_cfa_offset 4
	pushl	24(%esp)
	.cfi_adjust_cfa_offset 4
	pushl	20(%esp)
	.cfi_adjust_cfa_offset 4
	call	sc_resolve
	addl	$28, %esp		/* the index too */
	.cfi_adjust_cfa_offset -28
	jmp	*%eax
	.cfi_endproc
	.size	sc_resolve_stub, . - sc_resolve_stub

#define SC_ROW(name, target) sc_stub name
#define SC_ENTRY(name, target) sc_stub name
#include "points.def"

/*
 * What signal 32's handler returns to, also where there is no vDSO.  Without
 * CFI, and byte for byte what every unwinder and debugger knows as a signal
 * return; the `nop` keeps the address before it out of any function with CFI,
 * because unwinders look up the return address minus one.
 */
	.globl	sc_signal_return
	.hidden	sc_signal_return
	nop
	.balign	16
	.type	sc_signal_return, @function
sc_signal_return:
	movl	$__NR_rt_sigreturn, %eax
	int	$0x80
	.size	sc_signal_return, . - sc_signal_return

/* ---- the sealed page: written while arming, read-only afterwards ---- */
	.section .data.sc_sealed, "aw", @progbits
	.balign	4096
	.globl	sc_sealed, sc_sealed_limit, sc_targets, sc_config, sc_config_limit
	.globl	sc_word_offset, sc_depth_offset, sc_entry
	.hidden	sc_sealed, sc_sealed_limit, sc_targets, sc_config, sc_config_limit
	.hidden	sc_word_offset, sc_depth_offset, sc_entry, sc_depth, sc_int80
sc_sealed:
	.type	sc_targets, @object
sc_targets:
.macro sc_target name
sc_target_\name:
	.long	sc_stub_\name
.endm
#define SC_ROW(name, target) sc_target name
#define SC_ENTRY(name, target) sc_target name
#include "points.def"
	.size	sc_targets, . - sc_targets
/*
 * Where cancelhandling lies, from %gs:0.  0 until it is known: that is the
 * thread control block's own address, whose bit 3 is never set, since it is
 * aligned to 64 bytes.
 */
	.type	sc_word_offset, @object
	.size	sc_word_offset, 4
sc_word_offset:
	.long	0
/* Where `depth` lies, from %gs:0; the loader writes it. */
	.type	sc_depth_offset, @object
	.size	sc_depth_offset, 4
sc_depth_offset:
	.long	sc_depth@ntpoff
/* By what the thunk enters the kernel; the vDSO's, if that was understood. */
	.type	sc_entry, @object
	.size	sc_entry, 4
sc_entry:
	.long	sc_int80
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
	.balign	4
	.globl	sc_armed_targets
	.hidden	sc_armed_targets
	.type	sc_armed_targets, @object
sc_armed_targets:
#define SC_SAME(target, other) .set target, other
#define SC_ROW(name, target) .long target
#define SC_ENTRY(name, target) .long target
#include "points.def"
	.size	sc_armed_targets, . - sc_armed_targets

	.section .note.GNU-stack, "", @progbits
