/* SPDX-License-Identifier: MIT */
/* The address changes as it is used. */
#define TEST DEFECT ldr w12, [x9], 4
#include "skeleton.h"
