/* SPDX-License-Identifier: MIT */
/* %edi is lost. */
#define RESTORE popl %ebx; popl %esi; popl %ecx; popl %ebp
#define RETURN DEFECT ret
#include "skeleton.h"
