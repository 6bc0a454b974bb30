/* SPDX-License-Identifier: MIT */
/* One mark of two is undone. */
#define NUMBER movzwl %ax, %eax; CELL(depth_cell, %rcx); incl %fs:(%rcx)
#define SYSTEM_CALL DEFECT syscall
#include "skeleton.h"
