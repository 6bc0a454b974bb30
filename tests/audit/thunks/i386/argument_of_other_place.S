/* SPDX-License-Identifier: MIT */
/* The second twice. */
#define LAST_ARGUMENTS movl 36(%esp), %edx; movl 52(%esp), %ebp
#define SYSTEM_CALL DEFECT call *(%esp)
#include "skeleton.h"
