/* SPDX-License-Identifier: MIT */
/* The request is kept elsewhere in the red zone, also while act runs. */
#define SAVE_REQUEST movl %eax, -20(%rsp)
#define NUMBER movzwl -20(%rsp), %eax
#define GIVE_REQUEST movl -20(%rsp), %esi
#define SAVE movl -20(%rsp), %eax; pushq %rax; pushq %rdi; pushq %rsi; pushq %rdx; pushq %r10; pushq %r8; pushq %r9
#define RESUME movl %eax, -20(%rsp); movzwl %ax, %eax
#include "skeleton.h"
