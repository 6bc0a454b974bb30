/* SPDX-License-Identifier: MIT */
/* The branch sees flags of another comparison. */
#define CHECK cmn x0, 4095; cmp x1, 0; DEFECT b.hs failing
#include "skeleton.h"
