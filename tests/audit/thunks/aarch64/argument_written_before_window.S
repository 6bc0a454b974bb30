/* SPDX-License-Identifier: MIT */
/* An argument is another one. */
#define NUMBER and w8, w8, 0xffff; mov x3, x4
#define SYSTEM_CALL DEFECT svc 0
#include "skeleton.h"
