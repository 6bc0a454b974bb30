/* SPDX-License-Identifier: MIT */
/* failed gets the number, without what to do. */
#define GIVE_REQUEST and w1, w15, 0xffff
#define TO_FAILED DEFECT b failed
#include "skeleton.h"
