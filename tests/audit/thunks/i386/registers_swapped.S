/* SPDX-License-Identifier: MIT */
/* %esi and %edi. */
#define RESTORE popl %ebx; popl %edi; popl %esi; popl %ebp
#define RETURN DEFECT ret
#include "skeleton.h"
