/* SPDX-License-Identifier: MIT */
/* The word is compared, not tested for the bit. */
#define TEST DEFECT cmpl $TESTED, %fs:(%rcx)
#include "skeleton.h"
