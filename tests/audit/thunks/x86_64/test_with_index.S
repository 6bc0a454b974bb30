/* SPDX-License-Identifier: MIT */
/* The test adds a second register. */
#define TEST DEFECT testb $TESTED, %fs:(%rcx,%rdx)
#include "skeleton.h"
