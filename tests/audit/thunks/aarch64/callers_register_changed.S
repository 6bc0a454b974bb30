/* SPDX-License-Identifier: MIT */
/* The caller wants x19 back. */
#define NUMBER and w8, w8, 0xffff; mov x19, x0
#define RETURN DEFECT ret
#include "skeleton.h"
