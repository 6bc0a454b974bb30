/* SPDX-License-Identifier: MIT */
/* The sixth argument does not come back from act. */
#define RESTORE popq %rcx; popq %r8; popq %r10; popq %rdx; popq %rsi; popq %rdi; popq %rax
#define PLAIN_CALL DEFECT syscall
#include "skeleton.h"
