/* SPDX-License-Identifier: MIT */
/* The last jump is cut off. */
#define LIMIT_AT limit - 1
#define DEFECT_AT back
#include "skeleton.h"
