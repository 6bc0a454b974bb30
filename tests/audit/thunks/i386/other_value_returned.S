/* SPDX-License-Identifier: MIT */
/* The request. */
#define RETURN movl %edx, %eax; DEFECT ret
#include "skeleton.h"
