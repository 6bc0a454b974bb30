/* SPDX-License-Identifier: MIT */
/* Something comes before the mark is undone. */
#define UNDO_AT_END DEFECT movq %rdx, %r11; CELL(depth_cell, %rcx); decl %fs:(%rcx)
#include "skeleton.h"
