/* SPDX-License-Identifier: MIT */
/* Two registers are written. */
#define BEFORE_CALL DEFECT stp x0, x1, [x2]
#include "skeleton.h"
