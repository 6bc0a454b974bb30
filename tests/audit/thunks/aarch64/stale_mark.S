/* SPDX-License-Identifier: MIT */
/* The depth was loaded before it was changed, so the change is lost. */
#define NUMBER and w8, w8, 0xffff; mrs x9, tpidr_el0; ldr x10, depth_cell; ldr w13, [x9, x10]; add w13, w13, 1; COUNT(1); DEFECT str w13, [x9, x10]
#include "skeleton.h"
