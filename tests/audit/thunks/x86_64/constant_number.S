/* SPDX-License-Identifier: MIT */
/* The number is written into the thunk. */
#define NUMBER DEFECT movl $39, %eax
#include "skeleton.h"
