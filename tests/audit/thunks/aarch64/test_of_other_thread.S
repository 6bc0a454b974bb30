/* SPDX-License-Identifier: MIT */
/* Another thread than the calling one. */
#define TEST ldr w12, [x1, x11]
#define FLAGS DEFECT tst w12, TESTED
#include "skeleton.h"
