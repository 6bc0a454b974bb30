/* SPDX-License-Identifier: MIT */
/* Two arguments come back in each other's place. */
#define RESTORE popq %r9; popq %r8; popq %r10; popq %rdx; popq %rdi; popq %rsi; popq %rax
#define PLAIN_CALL DEFECT syscall
#include "skeleton.h"
