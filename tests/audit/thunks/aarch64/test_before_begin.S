/* SPDX-License-Identifier: MIT */
/* A request that comes between the test and begin is not seen. */
#define BEGIN_AT late
#define BRANCH DEFECT late: tbnz w12, 3, cancel
#include "skeleton.h"
