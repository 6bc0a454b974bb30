/* SPDX-License-Identifier: MIT */
/* The frame of the call to act lies over the request, which is not saved again. */
#define SAVE movl -8(%rsp), %eax; pushq %rdi; pushq %rax; pushq %rsi; pushq %rdx; pushq %r10; pushq %r8; pushq %r9
#define RESTORE popq %r9; popq %r8; popq %r10; popq %rdx; popq %rsi; popq %rax; popq %rdi
#define RESUME movzwl %ax, %eax
#define TO_FAILED DEFECT jmp failed
#include "skeleton.h"
