/* SPDX-License-Identifier: MIT */
/* The same in the call made after act. */
#define RESUME movl %eax, -8(%rsp)
#define PLAIN_CALL DEFECT syscall
#include "skeleton.h"
