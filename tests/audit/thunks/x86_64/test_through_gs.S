/* SPDX-License-Identifier: MIT */
/* The test goes through the wrong segment. */
#define TEST DEFECT testb $8, %gs:(%rcx)
#include "skeleton.h"
