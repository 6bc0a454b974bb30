/* SPDX-License-Identifier: MIT */
/*
 * A good thunk in pieces, and the facts about it that the audit is given.
 *
 * Each file beside this one replaces a piece by a bad one (or, good_*, by
 * another right one) and includes this.  DEFECT stands before the instruction
 * the audit should name; where there is none, DEFECT_AT gives the address.
 * The name of the file, which the build passes as SC_NAME, is its name in the
 * table of expected messages (bad_thunks.cpp).  Plain data cells stand in for
 * the thread-local ones: the thunks are read, never run.
 */
#define DEFECT defect:
#define CELL(cell, reg) movq cell(%rip), reg

#ifndef SAVE_REQUEST
#define SAVE_REQUEST movl %eax, -8(%rsp)
#endif
#ifndef NUMBER
#define NUMBER movzwl %ax, %eax
#endif
#ifndef LOAD_DEPTH
#define LOAD_DEPTH CELL(depth_cell, %r11)
#endif
#ifndef LOAD_WORD
#define LOAD_WORD CELL(word_cell, %rcx)
#endif
#ifndef MARK
#define MARK incl %fs:(%r11)
#endif
#ifndef TESTED
#define TESTED 0x88
#endif
#ifndef TEST
#define TEST testb $TESTED, %fs:(%rcx)
#endif
#ifndef BRANCH
#define BRANCH jnz cancel
#endif
#ifndef BEFORE_CALL
#define BEFORE_CALL
#endif
#ifndef SYSTEM_CALL
#define SYSTEM_CALL syscall
#endif
#ifndef UNDO_AT_END
#define UNDO_AT_END CELL(depth_cell, %rcx); decl %fs:(%rcx)
#endif
#ifndef CHECK
#define CHECK cmpq $-4095, %rax; jae failing
#endif
#ifndef RETURN
#define RETURN ret
#endif
#ifndef GIVE_REQUEST
#define GIVE_REQUEST movl -8(%rsp), %esi
#endif
#ifndef GIVE_RESULT
#define GIVE_RESULT movq %rax, %rdi
#endif
#ifndef TO_FAILED
#define TO_FAILED jmp failed
#endif
#ifndef UNDO_AT_CANCEL
#define UNDO_AT_CANCEL CELL(depth_cell, %rcx); decl %fs:(%rcx)
#endif
#ifndef SAVE
#define SAVE movl -8(%rsp), %eax; pushq %rax; pushq %rdi; pushq %rsi; pushq %rdx; pushq %r10; pushq %r8; pushq %r9
#endif
#ifndef ACT
#define ACT call act
#endif
#ifndef RESTORE
#define RESTORE popq %r9; popq %r8; popq %r10; popq %rdx; popq %rsi; popq %rdi; popq %rax
#endif
#ifndef RESUME
#define RESUME movl %eax, -8(%rsp); movzwl %ax, %eax
#endif
#ifndef PLAIN_CALL
#define PLAIN_CALL syscall
#endif
#ifndef BACK
#define BACK jmp unmarked
#endif

#include "../told.h"

	.section .rodata.thunks, "a", @progbits
	.balign	64
start:
	SAVE_REQUEST
	NUMBER
	LOAD_DEPTH
	LOAD_WORD
	MARK
begin:
	TEST
	BRANCH
	BEFORE_CALL
system_call:
	SYSTEM_CALL
end:
	UNDO_AT_END
unmarked:
	CHECK
	RETURN
failing:
	GIVE_REQUEST
	GIVE_RESULT
	TO_FAILED
cancel:
	UNDO_AT_CANCEL
cancel_unmarked:
	SAVE
	ACT
	RESTORE
	RESUME
	PLAIN_CALL
back:
	BACK
limit:
	.balign	64
act:
	ret
failed:
	ret
	.ifndef defect
	.set	defect, start
	.endif

	.data
word_cell:
	.quad	0
depth_cell:
	.quad	0
other_cell:
	.quad	0
other_bytes:
	.skip	512

name:
	.asciz	SC_NAME

	/* struct ThunkFacts of thunks.h */
	.section sc_thunks, "aw", @progbits
	.balign	8
	.quad	name, start, LIMIT_AT, BEGIN_AT, END_AT, CANCEL_AT, DEFECT_AT, LINKED_AT
	.quad	act, failed, word_cell, depth_cell, 0, TESTED

	.section .note.GNU-stack, "", @progbits
