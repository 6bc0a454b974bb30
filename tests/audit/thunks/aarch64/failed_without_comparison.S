/* SPDX-License-Identifier: MIT */
/* After act every result is an error. */
#define TO_FAILED DEFECT b failed
#define BACK b failing
#include "skeleton.h"
