/* SPDX-License-Identifier: MIT */
/* It goes past the instruction that undoes the mark. */
#define BRANCH DEFECT jnz cancel_unmarked
#include "skeleton.h"
