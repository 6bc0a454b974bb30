/* SPDX-License-Identifier: MIT */
/* Its register is used for something else. */
#define NUMBER and w8, w8, 0xffff; mov w15, w1
#define DEFECT_AT begin
#include "skeleton.h"
