/* SPDX-License-Identifier: MIT */
/* One value is left on the stack. */
#define RESTORE popq %r9; popq %r8; popq %r10; popq %rdx; popq %rsi; popq %rdi; movq (%rsp), %rax
#define PLAIN_CALL DEFECT syscall
#include "skeleton.h"
