/* SPDX-License-Identifier: MIT */
/* A comparison is none. */
#define TEST DEFECT cmpl $TESTED, %gs:(%ebp)
#include "skeleton.h"
