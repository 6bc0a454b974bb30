/* SPDX-License-Identifier: MIT */
/* So no rule saw it. */
#define BACK jmp unmarked; DEFECT movl %ecx, %eax; jmp unmarked
#include "skeleton.h"
