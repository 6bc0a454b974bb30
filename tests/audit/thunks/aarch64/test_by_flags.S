/* SPDX-License-Identifier: MIT */
/* The test is another instruction than the branch. */
#define TEST ldr w12, [x9, x11]; DEFECT tst w12, 8
#define BRANCH b.ne cancel
#include "skeleton.h"
