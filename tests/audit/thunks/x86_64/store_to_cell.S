/* SPDX-License-Identifier: MIT */
/* The cell of the depth is written. */
#define NUMBER movzwl %ax, %eax; DEFECT movq %r11, depth_cell(%rip)
#include "skeleton.h"
