/* SPDX-License-Identifier: MIT */
/* failed gets the second argument for a result. */
#define GIVE_RESULT mov x0, x2
#define TO_FAILED DEFECT b failed
#include "skeleton.h"
