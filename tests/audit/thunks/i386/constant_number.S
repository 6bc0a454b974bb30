/* SPDX-License-Identifier: MIT */
/* Not the request's. */
#define NUMBER DEFECT movl $20, %eax
#include "skeleton.h"
