/* SPDX-License-Identifier: MIT */
/* The test is made twice. */
#define BEFORE_CALL DEFECT testb $8, %fs:(%rcx)
#include "skeleton.h"
