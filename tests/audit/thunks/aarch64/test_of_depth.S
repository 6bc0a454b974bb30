/* SPDX-License-Identifier: MIT */
/* The cell of the depth instead of the word's. */
#define TEST ldr w12, [x9, x10]
#define FLAGS DEFECT tst w12, TESTED
#include "skeleton.h"
