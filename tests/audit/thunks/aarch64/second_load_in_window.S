/* SPDX-License-Identifier: MIT */
/* The word is loaded again. */
#define BEFORE_CALL DEFECT ldr w12, [x9, x11]
#include "skeleton.h"
