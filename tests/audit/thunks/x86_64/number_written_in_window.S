/* SPDX-License-Identifier: MIT */
/* The number is cleared inside the window. */
#define BEFORE_CALL DEFECT xorl %eax, %eax
#include "skeleton.h"
