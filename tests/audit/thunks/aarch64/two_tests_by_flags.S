/* SPDX-License-Identifier: MIT */
/* The branch sees the flags of another test. */
#define FLAGS tst w12, TESTED; DEFECT tst w12, 4
#include "skeleton.h"
