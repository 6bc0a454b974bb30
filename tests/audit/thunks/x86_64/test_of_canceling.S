/* SPDX-License-Identifier: MIT */
/* The test is of CANCELING, which comes before CANCELED. */
#define TEST DEFECT testb $4, %fs:(%rcx)
#include "skeleton.h"
