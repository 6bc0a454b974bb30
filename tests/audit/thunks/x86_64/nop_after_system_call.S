/* SPDX-License-Identifier: MIT */
/* Room for a rewriter after the system call. */
#define UNDO_AT_END DEFECT nop; CELL(depth_cell, %rcx); decl %fs:(%rcx)
#include "skeleton.h"
