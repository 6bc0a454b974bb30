/* SPDX-License-Identifier: MIT */
/* The word is compared, not tested for the bit. */
#define TEST DEFECT cmpl $8, %fs:(%rcx)
#include "skeleton.h"
