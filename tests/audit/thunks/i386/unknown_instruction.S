/* SPDX-License-Identifier: MIT */
/* It changes two registers. */
#define NUMBER movzwl %ax, %eax; DEFECT rdtsc
#include "skeleton.h"
