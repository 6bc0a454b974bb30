/* SPDX-License-Identifier: MIT */
/* failed gets the second argument for a request. */
#define GIVE_REQUEST
#define TO_FAILED DEFECT b failed
#include "skeleton.h"
