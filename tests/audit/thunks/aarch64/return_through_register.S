/* SPDX-License-Identifier: MIT */
/* It returns to elsewhere than its caller. */
#define RETURN DEFECT ret x2
#include "skeleton.h"
