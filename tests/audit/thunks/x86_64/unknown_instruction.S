/* SPDX-License-Identifier: MIT */
/* Nothing the audit knows. */
#define NUMBER movzwl %ax, %eax; DEFECT rdtsc
#include "skeleton.h"
