/* SPDX-License-Identifier: MIT */
/* For a moment the return address is free to be overwritten. */
#define NUMBER movzwl %ax, %eax; DEFECT addq $8, %rsp; subq $8, %rsp
#include "skeleton.h"
