/* SPDX-License-Identifier: MIT */
/* The first may have done something. */
#define SYSTEM_CALL call *(%esp); DEFECT call *(%esp)
#include "skeleton.h"
