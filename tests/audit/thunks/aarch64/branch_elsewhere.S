/* SPDX-License-Identifier: MIT */
/* It goes past the instructions that undo the mark. */
#define BRANCH DEFECT tbnz w12, 3, cancel_unmarked
#include "skeleton.h"
