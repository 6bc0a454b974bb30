/* SPDX-License-Identifier: MIT */
/* The offset is negative and loses its upper half. */
#define TEST DEFECT ldr w12, [x9, w11, uxtw]
#include "skeleton.h"
