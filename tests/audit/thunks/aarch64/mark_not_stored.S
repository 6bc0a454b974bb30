/* SPDX-License-Identifier: MIT */
/* The mark stays in a register. */
#define MARK ldr w12, [x9, x10]; add w12, w12, 1
#define DEFECT_AT begin
#include "skeleton.h"
