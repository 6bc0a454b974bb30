/* SPDX-License-Identifier: MIT */
/* But the request twice. */
#define TO_FAILED movl %edx, %eax; DEFECT jmp failed
#include "skeleton.h"
