/* SPDX-License-Identifier: MIT */
/* Twice. */
#define NUMBER movzwl %ax, %eax; incl %gs:(%edx)
#define SYSTEM_CALL DEFECT call *(%esp)
#include "skeleton.h"
