/* SPDX-License-Identifier: MIT */
/* The request is passed over. */
#define ACT
#define PLAIN_CALL DEFECT call *(%esp)
#include "skeleton.h"
