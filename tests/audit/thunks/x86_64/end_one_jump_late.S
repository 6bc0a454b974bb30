/* SPDX-License-Identifier: MIT */
/* The same, with a branch. */
#define UNDO_AT_END CELL(depth_cell, %rcx); late: decl %fs:(%rcx)
#define END_AT late
#define DEFECT_AT end
#include "skeleton.h"
