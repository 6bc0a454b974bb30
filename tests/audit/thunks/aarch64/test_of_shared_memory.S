/* SPDX-License-Identifier: MIT */
/* The test does not go through the thread pointer. */
#define TEST DEFECT ldr w12, [x11]
#include "skeleton.h"
