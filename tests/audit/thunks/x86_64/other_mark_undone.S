/* SPDX-License-Identifier: MIT */
/* Something else is counted down at cancel. */
#define UNDO_AT_CANCEL CELL(word_cell, %rcx); DEFECT decl %fs:(%rcx)
#include "skeleton.h"
