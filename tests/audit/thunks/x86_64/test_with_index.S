/* SPDX-License-Identifier: MIT */
/* The test adds a second register. */
#define TEST DEFECT testb $8, %fs:(%rcx,%rdx)
#include "skeleton.h"
