/* SPDX-License-Identifier: MIT */
/* The depth. */
#define TEST DEFECT testb $8, %gs:(%edx)
#include "skeleton.h"
