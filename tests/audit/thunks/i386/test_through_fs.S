/* SPDX-License-Identifier: MIT */
/* Another segment. */
#define TEST DEFECT testb $8, %fs:(%ebp)
#include "skeleton.h"
