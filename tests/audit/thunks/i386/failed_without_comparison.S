/* SPDX-License-Identifier: MIT */
/* After act. */
#define TO_FAILED DEFECT jmp failed
#define BACK movl 8(%esp), %edx; addl $12, %esp; popl %ebx; popl %esi; popl %edi; popl %ebp; jmp failing
#include "skeleton.h"
