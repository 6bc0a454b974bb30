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
 * All of this object lies within the 1 MiB that `ldr` reaches.  x16 and x17
 * belong to nobody across a call (AAPCS64, 6.1.1), and a jump through either
 * may lead to `bti c`.
 */
#include <asm/unistd.h>
#include "thunk.h"

/*
 * The exported function.  Of one that is passed on, what its first argument (`first`,
 * `second`) says is to be seen goes by the stub.
 */
.macro sc_export name, first, second
	.globl	\name
	.type	\name, %function
	.balign	16
\name:
	.cfi_startproc
	bti	c
	.ifnb	\first
	cmp	w0, #(\first)
	b.eq	sc_stub_\name
	cmp	w0, #(\second)
	b.eq	sc_stub_\name
	.endif
	ldr	x16, sc_target_\name
	br	x16
	.cfi_endproc
	.size	\name, . - \name
.endm

/* sc_call_<call>(arguments of the system call, C calling convention: the kernel's too) */
.macro sc_call call, request
	.globl	sc_call_\call
	.hidden	sc_call_\call
	.type	sc_call_\call, %function
	.balign	16
sc_call_\call:
	.cfi_startproc
	bti	c
	mov	w8, #(\request) & 0xffff
	.if	(\request) >> 16
	movk	w8, #(\request) >> 16, lsl #16
	.endif
	b	sc_thunk
	.cfi_endproc
	.size	sc_call_\call, . - sc_call_\call
.endm

/* A row's stub: its index goes to sc_resolve_stub in w17. */
.macro sc_stub name
sc_stub_\name:
	.cfi_startproc
	bti	c
	mov	w17, #(sc_target_\name - sc_targets) / 8
	b	sc_resolve_stub
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
 * Saves the argument registers (x8 too, where a large result goes; none of our
 * functions takes a floating-point value), asks sc_resolve(index, first four
 * arguments) for the target and goes there with the stack as it was on entry
 * of the exported function.
 */
	.type	sc_resolve_stub, %function
sc_resolve_stub:
	.cfi_startproc
	stp	x29, x30, [sp, #-96]!
	.cfi_adjust_cfa_offset 96
	.cfi_rel_offset x29, 0
	.cfi_rel_offset x30, 8
	mov	x29, sp
	stp	x0, x1, [sp, #16]
	stp	x2, x3, [sp, #32]
	stp	x4, x5, [sp, #48]
	stp	x6, x7, [sp, #64]
	str	x8, [sp, #80]
	mov	x4, x3
	mov	x3, x2
	mov	x2, x1
	mov	x1, x0
	mov	w0, w17
	bl	sc_resolve
	mov	x16, x0
	ldp	x0, x1, [sp, #16]
	ldp	x2, x3, [sp, #32]
	ldp	x4, x5, [sp, #48]
	ldp	x6, x7, [sp, #64]
	ldr	x8, [sp, #80]
	ldp	x29, x30, [sp], #96
	.cfi_adjust_cfa_offset -96
	.cfi_restore x29
	.cfi_restore x30
	br	x16
	.cfi_endproc
	.size	sc_resolve_stub, . - sc_resolve_stub

#define SC_ROW(name, target) sc_stub name
#define SC_ENTRY(name, target) sc_stub name
#include "points.def"

/* ---- the sealed page: written while arming, read-only afterwards ---- */
	.section .data.sc_sealed, "aw", %progbits
	.balign	SC_LARGEST_PAGE
	.globl	sc_sealed, sc_sealed_limit, sc_targets, sc_word_offset, sc_head_distance, sc_config, sc_config_limit
	.hidden	sc_sealed, sc_sealed_limit, sc_targets, sc_word_offset, sc_head_distance, sc_config, sc_config_limit
sc_sealed:
	.type	sc_targets, %object
sc_targets:
.macro sc_target name
sc_target_\name:
	.xword	sc_stub_\name
.endm
#define SC_ROW(name, target) sc_target name
#define SC_ENTRY(name, target) sc_target name
#include "points.def"
	.size	sc_targets, . - sc_targets
/*
 * Where cancelhandling lies, from the thread pointer: before it, since struct
 * pthread ends there.  8 until it is known: the second half of the thread
 * control block, which glibc leaves 0 here.
 */
	.type	sc_word_offset, %object
	.size	sc_word_offset, 8
sc_word_offset:
	.xword	8
/* From a thread's struct pthread to where its thread pointer points; 0 until it is known. */
	.type	sc_head_distance, %object
	.size	sc_head_distance, 8
sc_head_distance:
	.xword	0
	.balign	SC_LARGEST_PAGE
sc_sealed_limit:

/*
 * struct Config (shim/config.h), sealed as well, in pages of its own: nothing in it
 * is known before arming, so the file need not hold its zeros.
 */
	.section .sc_config, "aw", %nobits
	.balign	SC_LARGEST_PAGE
	.type	sc_config, %object
	.size	sc_config, SC_CONFIG_SIZE
sc_config:
	.zero	SC_CONFIG_SIZE
	.balign	SC_LARGEST_PAGE
sc_config_limit:

/* ---- what each row jumps to when armed; constant ---- */
	.set	sc_no_target, 0
	.section .data.rel.ro, "aw", %progbits
	.balign	8
	.globl	sc_armed_targets
	.hidden	sc_armed_targets
	.type	sc_armed_targets, %object
sc_armed_targets:
#define SC_SAME(target, other) .set target, other
#define SC_ROW(name, target) .xword target
#define SC_ENTRY(name, target) .xword target
#include "points.def"
	.size	sc_armed_targets, . - sc_armed_targets

#include "property.h"
