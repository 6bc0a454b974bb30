/* SPDX-License-Identifier: MIT */
/* The fourth argument is taken from where a C call has it. */
#define NUMBER movzwl %ax, %eax; movq %rcx, %r10
#define SYSTEM_CALL DEFECT syscall
#include "skeleton.h"
