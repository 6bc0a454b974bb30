/* SPDX-License-Identifier: MIT */
/* For a moment a signal's frame lies over the caller's. */
#define NUMBER and w8, w8, 0xffff; DEFECT add sp, sp, 16; sub sp, sp, 16
#include "skeleton.h"
