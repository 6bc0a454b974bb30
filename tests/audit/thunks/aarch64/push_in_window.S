/* SPDX-License-Identifier: MIT */
/* At cancel the stack pointer would be one of two. */
#define BEFORE_CALL DEFECT str x1, [sp, -16]!
#include "skeleton.h"
