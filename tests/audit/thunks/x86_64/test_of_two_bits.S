/* SPDX-License-Identifier: MIT */
/* The test is of EXITING instead of ERROR. */
#define TEST DEFECT testb $0x18, %fs:(%rcx)
#include "skeleton.h"
