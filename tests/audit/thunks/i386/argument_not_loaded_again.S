/* SPDX-License-Identifier: MIT */
/* act may have changed %ecx. */
#define RELOAD movl 32(%esp), %ebx; movl 40(%esp), %edx; movl 44(%esp), %esi; movl 48(%esp), %edi; movl 52(%esp), %ebp
#define PLAIN_CALL DEFECT call *(%esp)
#include "skeleton.h"
