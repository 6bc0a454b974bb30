/* SPDX-License-Identifier: MIT */
/* It goes past the instructions that undo the mark. */
#define BRANCH DEFECT b.ne cancel_unmarked
#include "skeleton.h"
