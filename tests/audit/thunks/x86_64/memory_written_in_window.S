/* SPDX-License-Identifier: MIT */
/* The request is overwritten inside the window. */
#define BEFORE_CALL DEFECT movl %eax, -8(%rsp)
#include "skeleton.h"
