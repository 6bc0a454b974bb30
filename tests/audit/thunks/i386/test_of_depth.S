/* SPDX-License-Identifier: MIT */
/* The depth. */
#define TEST DEFECT testb $TESTED, %gs:(%edx)
#include "skeleton.h"
