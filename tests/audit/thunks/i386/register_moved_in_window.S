/* SPDX-License-Identifier: MIT */
/* Not from the caller's arguments. */
#define BEFORE_CALL DEFECT movl %ecx, %esi
#include "skeleton.h"
