/* SPDX-License-Identifier: MIT */
/* The test does not go through the thread pointer. */
#define TEST DEFECT testb $8, (%rcx)
#include "skeleton.h"
