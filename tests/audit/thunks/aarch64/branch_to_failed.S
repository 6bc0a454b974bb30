/* SPDX-License-Identifier: MIT */
/* failed is reached by a branch, without its arguments. */
#define CHECK cmn x0, 4095; DEFECT b.hs failed
#define BACK b failing
#include "skeleton.h"
