/* SPDX-License-Identifier: MIT */
/* The offset is taken times four. */
#define TEST DEFECT ldr w12, [x9, x11, lsl 2]
#include "skeleton.h"
