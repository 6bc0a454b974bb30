/* SPDX-License-Identifier: MIT */
/* What follows? */
#define BACK DEFECT movl %eax, %ecx
#include "skeleton.h"
