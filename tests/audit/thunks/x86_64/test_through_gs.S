/* SPDX-License-Identifier: MIT */
/* The test goes through the wrong segment. */
#define TEST DEFECT testb $TESTED, %gs:(%rcx)
#include "skeleton.h"
