/* SPDX-License-Identifier: MIT */
/*
 * A good thunk in pieces, and the facts about it that the audit is given; the
 * 32-bit one.  How the files beside this one use it is told in the skeleton for
 * x86-64.
 */
#define DEFECT defect:
#define CELL(cell, reg) movl cell - here(%ecx), reg

#ifndef SAVE
#define SAVE pushl %ebp; pushl %edi; pushl %esi; pushl %ebx
#endif
#ifndef SAVE_REQUEST
#define SAVE_REQUEST pushl %eax
#endif
#ifndef HERE
#define HERE call here; here: popl %ecx
#endif
#ifndef LOAD_DEPTH
#define LOAD_DEPTH CELL(depth_cell, %edx)
#endif
#ifndef LOAD_ENTRY
#define LOAD_ENTRY CELL(entry_cell, %ebx)
#endif
#ifndef LOAD_WORD
#define LOAD_WORD CELL(word_cell, %ebp)
#endif
#ifndef KEEP
#define KEEP pushl %edx; pushl %ebx
#endif
#ifndef ARGUMENTS
#define ARGUMENTS movl 32(%esp), %ebx; movl 36(%esp), %ecx; movl 44(%esp), %esi; movl 48(%esp), %edi
#endif
#ifndef NUMBER
#define NUMBER movzwl %ax, %eax
#endif
#ifndef MARK
#define MARK incl %gs:(%edx)
#endif
#ifndef TESTED
#define TESTED 0x88
#endif
#ifndef TEST
#define TEST testb $TESTED, %gs:(%ebp)
#endif
#ifndef BRANCH
#define BRANCH jnz cancel
#endif
#ifndef BEFORE_CALL
#define BEFORE_CALL
#endif
#ifndef LAST_ARGUMENTS
#define LAST_ARGUMENTS movl 40(%esp), %edx; movl 52(%esp), %ebp
#endif
#ifndef SYSTEM_CALL
#define SYSTEM_CALL call *(%esp)
#endif
#ifndef UNDO_AT_END
#define UNDO_AT_END movl 4(%esp), %edx; decl %gs:(%edx)
#endif
#ifndef GIVE_REQUEST
#define GIVE_REQUEST movl 8(%esp), %edx
#endif
#ifndef DROP
#define DROP addl $12, %esp
#endif
#ifndef RESTORE
#define RESTORE popl %ebx; popl %esi; popl %edi; popl %ebp
#endif
#ifndef CHECK
#define CHECK cmpl $-4095, %eax; jae failing
#endif
#ifndef RETURN
#define RETURN ret
#endif
#ifndef TO_FAILED
#define TO_FAILED jmp failed
#endif
#ifndef UNDO_AT_CANCEL
#define UNDO_AT_CANCEL movl 4(%esp), %edx; decl %gs:(%edx)
#endif
#ifndef ACT
#define ACT call act
#endif
#ifndef RESUME
#define RESUME movzwl 8(%esp), %eax
#endif
#ifndef RELOAD
#define RELOAD movl 32(%esp), %ebx; movl 36(%esp), %ecx; movl 40(%esp), %edx; movl 44(%esp), %esi; movl 48(%esp), %edi; movl 52(%esp), %ebp
#endif
#ifndef PLAIN_CALL
#define PLAIN_CALL call *(%esp)
#endif
#ifndef BACK
#define BACK jmp unmarked
#endif

#include "../told.h"

	.section .rodata.thunks, "a", @progbits
	.balign	64
start:
	SAVE
	SAVE_REQUEST
	HERE
	LOAD_DEPTH
	LOAD_ENTRY
	LOAD_WORD
	KEEP
	ARGUMENTS
	NUMBER
	MARK
begin:
	TEST
	BRANCH
	BEFORE_CALL
	LAST_ARGUMENTS
system_call:
	SYSTEM_CALL
end:
	UNDO_AT_END
unmarked:
	GIVE_REQUEST
	DROP
	RESTORE
	CHECK
	RETURN
failing:
	TO_FAILED
cancel:
	UNDO_AT_CANCEL
cancel_unmarked:
	ACT
	RESUME
	RELOAD
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
	.long	0
depth_cell:
	.long	0
entry_cell:
	.long	0
other_cell:
	.long	0
other_bytes:
	.skip	512

name:
	.asciz	SC_NAME

	/* struct ThunkFacts of thunks.h */
	.section sc_thunks, "aw", @progbits
	.balign	4
	.long	name, start, LIMIT_AT, BEGIN_AT, END_AT, CANCEL_AT, DEFECT_AT, LINKED_AT
	.long	act, failed, word_cell, depth_cell, entry_cell, TESTED

	.section .note.GNU-stack, "", @progbits
