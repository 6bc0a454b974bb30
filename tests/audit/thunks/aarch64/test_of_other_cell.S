/* SPDX-License-Identifier: MIT */
/* Another offset than that of cancelhandling. */
#define LOAD_WORD ldr x11, other_cell
#define FLAGS DEFECT tst w12, TESTED
#include "skeleton.h"
