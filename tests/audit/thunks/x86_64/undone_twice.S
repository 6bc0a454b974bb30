/* SPDX-License-Identifier: MIT */
/* The mark is undone again on the way from cancel. */
#define SAVE decl %fs:(%rcx); movl -8(%rsp), %eax; pushq %rax; pushq %rdi; pushq %rsi; pushq %rdx; pushq %r10; pushq %r8; pushq %r9
#define ACT DEFECT call act
#include "skeleton.h"
