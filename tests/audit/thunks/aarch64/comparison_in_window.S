/* SPDX-License-Identifier: MIT */
/* Flags that nobody needs. */
#define BEFORE_CALL DEFECT cmp x1, 0
#include "skeleton.h"
