/* SPDX-License-Identifier: MIT */
/* Errors are returned and results fail. */
#define CHECK cmn x0, 4095; b.lo failing
#define RETURN DEFECT ret
#include "skeleton.h"
