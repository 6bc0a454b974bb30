/* SPDX-License-Identifier: MIT */
/* Another segment. */
#define TEST DEFECT testb $TESTED, %fs:(%ebp)
#include "skeleton.h"
