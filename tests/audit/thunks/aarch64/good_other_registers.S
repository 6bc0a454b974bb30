/* SPDX-License-Identifier: MIT */
/* All registers change places, the two of each address too. */
#define LOAD_THREAD mrs x13, tpidr_el0
#define LOAD_DEPTH ldr x16, depth_cell
#define LOAD_WORD ldr x17, word_cell
#define MARK ldr w14, [x16, x13]; add w14, w14, 1; str w14, [x16, x13]
#define TEST ldr w11, [x17, x13]
#define FLAGS tst w11, TESTED
#define UNDO_AT_END ldr w9, [x16, x13]; sub w9, w9, 1; str w9, [x16, x13]
#define UNDO_AT_CANCEL ldr w9, [x16, x13]; sub w9, w9, 1; str w9, [x16, x13]
#include "skeleton.h"
