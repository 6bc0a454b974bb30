/* SPDX-License-Identifier: MIT */
/* With the kind in it. */
#define NUMBER
#define SYSTEM_CALL DEFECT call *(%esp)
#include "skeleton.h"
