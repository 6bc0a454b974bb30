/* SPDX-License-Identifier: MIT */
/* One error number is taken for a result. */
#define CHECK cmn x0, 4094; DEFECT b.hs failing
#include "skeleton.h"
