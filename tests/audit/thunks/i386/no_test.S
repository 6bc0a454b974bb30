/* SPDX-License-Identifier: MIT */
/* A comparison is none. */
#define TEST DEFECT cmpl $8, %gs:(%ebp)
#include "skeleton.h"
