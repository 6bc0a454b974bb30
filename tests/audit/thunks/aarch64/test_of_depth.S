/* SPDX-License-Identifier: MIT */
/* The cell of the depth instead of the word's. */
#define TEST ldr w12, [x9, x10]
#define BRANCH DEFECT tbnz w12, 3, cancel
#include "skeleton.h"
