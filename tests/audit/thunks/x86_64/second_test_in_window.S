/* SPDX-License-Identifier: MIT */
/* The test is made twice. */
#define BEFORE_CALL DEFECT testb $TESTED, %fs:(%rcx)
#include "skeleton.h"
