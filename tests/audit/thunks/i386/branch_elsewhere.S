/* SPDX-License-Identifier: MIT */
/* The depth stays marked. */
#define BRANCH DEFECT jnz cancel_unmarked
#include "skeleton.h"
