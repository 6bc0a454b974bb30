/* SPDX-License-Identifier: MIT */
/* What is stored over the depth is no count. */
#define NUMBER and w8, w8, 0xffff; mrs x9, tpidr_el0; ldr x10, depth_cell; DEFECT str w8, [x9, x10]
#include "skeleton.h"
