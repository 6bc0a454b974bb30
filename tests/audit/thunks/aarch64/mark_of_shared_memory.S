/* SPDX-License-Identifier: MIT */
/* No thread pointer at all. */
#define MARK ldr w12, [x10, x10]; add w12, w12, 1; DEFECT str w12, [x10, x10]
#include "skeleton.h"
