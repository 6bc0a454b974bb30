/* SPDX-License-Identifier: MIT */
/* What was loaded of the depth is stored elsewhere. */
#define MARK ldr w12, [x9, x10]; add w12, w12, 1; str w12, [x9, x11]
#define DEFECT_AT begin
#include "skeleton.h"
