/* SPDX-License-Identifier: MIT */
/* The second argument is returned. */
#define RETURN mov x0, x1; DEFECT ret
#include "skeleton.h"
