/* SPDX-License-Identifier: MIT */
/* Its last jump is cut. */
#define LIMIT_AT limit - 1
#define DEFECT_AT back
#include "skeleton.h"
