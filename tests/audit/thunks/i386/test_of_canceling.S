/* SPDX-License-Identifier: MIT */
/* Another bit. */
#define TEST DEFECT testb $4, %gs:(%ebp)
#include "skeleton.h"
