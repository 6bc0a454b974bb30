/* SPDX-License-Identifier: MIT */
/* The word is loaded at begin, but the flags are of what it was before the mark. */
#define LOAD_WORD ldr x11, word_cell; ldr w12, [x9, x11]; tst w12, TESTED
#define FLAGS
#define BRANCH DEFECT b.ne cancel
#include "skeleton.h"
