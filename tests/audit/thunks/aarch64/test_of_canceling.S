/* SPDX-License-Identifier: MIT */
/* The test is of CANCELING, which comes before CANCELED. */
#define FLAGS DEFECT tst w12, 4
#include "skeleton.h"
