/* SPDX-License-Identifier: MIT */
/* Another thread than the calling one. */
#define TEST ldr w12, [x1, x11]
#define BRANCH DEFECT tbnz w12, 3, cancel
#include "skeleton.h"
