/* SPDX-License-Identifier: MIT */
/* The same, and the mark is about to be undone. */
#define UNDO_AT_END ldr w12, [x9, x10]; late: sub w12, w12, 1; str w12, [x9, x10]
#define END_AT late
#define DEFECT_AT end
#include "skeleton.h"
