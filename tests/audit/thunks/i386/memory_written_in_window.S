/* SPDX-License-Identifier: MIT */
/* Cancel would find another request. */
#define BEFORE_CALL DEFECT movl %eax, 8(%esp)
#include "skeleton.h"
