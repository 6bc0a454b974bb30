/* SPDX-License-Identifier: MIT */
/* All arguments in the window. */
#define ARGUMENTS
#define LAST_ARGUMENTS movl 32(%esp), %ebx; movl 36(%esp), %ecx; movl 40(%esp), %edx; movl 44(%esp), %esi; movl 48(%esp), %edi; movl 52(%esp), %ebp
#include "skeleton.h"
