/* SPDX-License-Identifier: MIT */
/* An argument is kept where act overwrites it. */
#define SAVE movl -8(%rsp), %eax; pushq %rax; pushq %rdi; pushq %rsi; pushq %rdx; pushq %r10; pushq %r8; subq $8, %rsp; movq %r9, -8(%rsp)
#define RESTORE movq -8(%rsp), %r9; addq $8, %rsp; popq %r8; popq %r10; popq %rdx; popq %rsi; popq %rdi; popq %rax
#define PLAIN_CALL DEFECT syscall
#include "skeleton.h"
