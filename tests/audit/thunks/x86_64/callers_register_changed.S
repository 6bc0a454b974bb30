/* SPDX-License-Identifier: MIT */
/* The caller wants %rbx back. */
#define NUMBER movzwl %ax, %eax; DEFECT movq %rdi, %rbx
#include "skeleton.h"
