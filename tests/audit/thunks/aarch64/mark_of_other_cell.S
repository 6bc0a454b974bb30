/* SPDX-License-Identifier: MIT */
/* The mark goes somewhere else. */
#define LOAD_DEPTH ldr x10, other_cell
#define MARK ldr w12, [x9, x10]; add w12, w12, 1; DEFECT str w12, [x9, x10]
#include "skeleton.h"
