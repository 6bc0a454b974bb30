/* SPDX-License-Identifier: MIT */
/* The first has done it. */
#define PLAIN_CALL call *(%esp); DEFECT call *(%esp)
#include "skeleton.h"
