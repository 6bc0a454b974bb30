/* SPDX-License-Identifier: MIT */
/* The stack is 8 bytes off where act is called. */
#define SAVE movl -8(%rsp), %eax; pushq %rax; pushq %rdi; pushq %rsi; pushq %rdx; pushq %r10; pushq %r8; pushq %r9; pushq %rcx
#define ACT DEFECT call act
#define RESTORE popq %rcx; popq %r9; popq %r8; popq %r10; popq %rdx; popq %rsi; popq %rdi; popq %rax
#include "skeleton.h"
