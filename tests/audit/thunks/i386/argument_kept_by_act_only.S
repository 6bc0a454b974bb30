/* SPDX-License-Identifier: MIT */
/* The handler may have found %ebp changed. */
#define RELOAD movl 32(%esp), %ebx; movl 36(%esp), %ecx; movl 40(%esp), %edx; movl 44(%esp), %esi; movl 48(%esp), %edi
#define PLAIN_CALL DEFECT call *(%esp)
#include "skeleton.h"
