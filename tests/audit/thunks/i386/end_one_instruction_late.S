/* SPDX-License-Identifier: MIT */
/* A result is in hand. */
#define SYSTEM_CALL call *(%esp); DEFECT cmpl $0, %eax
#include "skeleton.h"
