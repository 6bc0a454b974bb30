/* SPDX-License-Identifier: MIT */
/* Half of a wide store lands on it. */
#define NUMBER movzwl %ax, %eax; movq %rdi, -12(%rsp)
#define DEFECT_AT begin
#include "skeleton.h"
