/* SPDX-License-Identifier: MIT */
/*
 * A good thunk in pieces, and the facts about it that the audit is given.
 *
 * Each file beside this one replaces a piece by a bad one (or, good_*, by
 * another right one) and includes this.  DEFECT stands before the instruction
 * the audit should name; where there is none, DEFECT_AT gives the address.
 * The name of the file, which the build passes as SC_NAME, is its name in the
 * table of expected messages (bad_thunks.cpp).  Plain data cells stand in for
 * the thread-local ones, near enough for a load: the thunks are read, never run.
 */
#define DEFECT defect:
#define COUNT(by) ldr w12, [x9, x10]; add w12, w12, by; str w12, [x9, x10]
#define COUNT_BACK(by) ldr w12, [x9, x10]; sub w12, w12, by; str w12, [x9, x10]
#define SAVED(i) [sp, 16 + 8 * i]
#define SAVE_ARGUMENTS \
	str x0, SAVED(0); str x1, SAVED(1); str x2, SAVED(2); str x3, SAVED(3); str x4, SAVED(4); str x5, SAVED(5)
#define LOAD_ARGUMENTS \
	ldr x0, SAVED(0); ldr x1, SAVED(1); ldr x2, SAVED(2); ldr x3, SAVED(3); ldr x4, SAVED(4); ldr x5, SAVED(5)

#ifndef SAVE_REQUEST
#define SAVE_REQUEST mov w15, w8
#endif
#ifndef NUMBER
#define NUMBER and w8, w8, 0xffff
#endif
#ifndef LOAD_THREAD
#define LOAD_THREAD mrs x9, tpidr_el0
#endif
#ifndef LOAD_DEPTH
#define LOAD_DEPTH ldr x10, depth_cell
#endif
#ifndef LOAD_WORD
#define LOAD_WORD ldr x11, word_cell
#endif
#ifndef MARK
#define MARK COUNT(1)
#endif
#ifndef TEST
#define TEST ldr w12, [x9, x11]
#endif
#ifndef TESTED
#define TESTED 0x88888888
#endif
#ifndef FLAGS
#define FLAGS tst w12, TESTED
#endif
#ifndef BRANCH
#define BRANCH b.ne cancel
#endif
#ifndef BEFORE_CALL
#define BEFORE_CALL
#endif
#ifndef SYSTEM_CALL
#define SYSTEM_CALL svc 0
#endif
#ifndef UNDO_AT_END
#define UNDO_AT_END COUNT_BACK(1)
#endif
#ifndef CHECK
#define CHECK cmn x0, 4095; b.hs failing
#endif
#ifndef RETURN
#define RETURN ret
#endif
#ifndef GIVE_REQUEST
#define GIVE_REQUEST mov w1, w15
#endif
#ifndef GIVE_RESULT
#define GIVE_RESULT
#endif
#ifndef TO_FAILED
#define TO_FAILED b failed
#endif
#ifndef UNDO_AT_CANCEL
#define UNDO_AT_CANCEL COUNT_BACK(1)
#endif
#ifndef SAVE
#define SAVE sub sp, sp, 64; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS
#endif
#ifndef ACT
#define ACT bl act
#endif
#ifndef RESTORE
#define RESTORE LOAD_ARGUMENTS; ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 64
#endif
#ifndef RESUME
#define RESUME and w8, w15, 0xffff
#endif
#ifndef PLAIN_CALL
#define PLAIN_CALL svc 0
#endif
#ifndef BACK
#define BACK b unmarked
#endif

#include "../told.h"

	.section .rodata.thunks, "a", %progbits
	.balign	64
start:
	SAVE_REQUEST
	NUMBER
	LOAD_THREAD
	LOAD_DEPTH
	LOAD_WORD
	MARK
begin:
	TEST
	FLAGS
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
	.balign	8
word_cell:
	.xword	0
depth_cell:
	.xword	0
other_cell:
	.xword	0
other_bytes:
	.skip	1024

	.data
name:
	.asciz	SC_NAME

	/* struct ThunkFacts of thunks.h */
	.section sc_thunks, "aw", %progbits
	.balign	8
	.xword	name, start, LIMIT_AT, BEGIN_AT, END_AT, CANCEL_AT, DEFECT_AT, LINKED_AT
	.xword	act, failed, word_cell, depth_cell, 0, TESTED

	.section .note.GNU-stack, "", %progbits
