/* SPDX-License-Identifier: MIT */
/* The number. */
#define BEFORE_CALL DEFECT xorl %eax, %eax
#include "skeleton.h"
