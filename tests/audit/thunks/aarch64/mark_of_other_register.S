/* SPDX-License-Identifier: MIT */
/* Another register is stored than was counted. */
#define MARK ldr w12, [x9, x10]; add w12, w12, 1; str w13, [x9, x10]
#define DEFECT_AT begin
#include "skeleton.h"
