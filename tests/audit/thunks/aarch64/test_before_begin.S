/* SPDX-License-Identifier: MIT */
/* A request that comes between the test and begin is not seen. */
#define BEGIN_AT late
#define BRANCH DEFECT late: b.ne cancel
#include "skeleton.h"
