/* SPDX-License-Identifier: MIT */
/* The branch sees the flags of a comparison. */
#define FLAGS tst w12, TESTED; DEFECT cmp w12, 0
#include "skeleton.h"
