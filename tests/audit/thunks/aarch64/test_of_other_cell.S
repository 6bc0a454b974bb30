/* SPDX-License-Identifier: MIT */
/* Another offset than that of cancelhandling. */
#define LOAD_WORD ldr x11, other_cell
#define BRANCH DEFECT tbnz w12, 3, cancel
#include "skeleton.h"
