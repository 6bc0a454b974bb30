/* SPDX-License-Identifier: MIT */
/* The frame of the call is made by moving the stack pointer. */
#define SAVE movl -8(%rsp), %eax; subq $56, %rsp; movq %rax, 48(%rsp); movq %rdi, 40(%rsp); movq %rsi, 32(%rsp); movq %rdx, 24(%rsp); movq %r10, 16(%rsp); movq %r8, 8(%rsp); movq %r9, (%rsp)
#define RESTORE movq (%rsp), %r9; movq 8(%rsp), %r8; movq 16(%rsp), %r10; movq 24(%rsp), %rdx; movq 32(%rsp), %rsi; movq 40(%rsp), %rdi; movq 48(%rsp), %rax; addq $56, %rsp
#include "skeleton.h"
