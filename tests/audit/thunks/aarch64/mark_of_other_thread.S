/* SPDX-License-Identifier: MIT */
/* The mark goes where an argument points. */
#define LOAD_THREAD mov x9, x1
#define MARK ldr w12, [x9, x10]; add w12, w12, 1; DEFECT str w12, [x9, x10]
#include "skeleton.h"
