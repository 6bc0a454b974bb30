/* SPDX-License-Identifier: MIT */
/* But the result twice. */
#define TO_FAILED movl %eax, %edx; DEFECT jmp failed
#include "skeleton.h"
