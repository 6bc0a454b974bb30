/* SPDX-License-Identifier: MIT */
/* It returns to where an argument points. */
#define RETURN mov x30, x2; DEFECT ret
#include "skeleton.h"
