/* SPDX-License-Identifier: MIT */
/* The flags are of another register than was loaded. */
#define FLAGS DEFECT tst w13, TESTED
#include "skeleton.h"
