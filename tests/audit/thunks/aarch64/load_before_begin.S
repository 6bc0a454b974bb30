/* SPDX-License-Identifier: MIT */
/* A request that comes between the load and begin is not seen. */
#define BEGIN_AT late
#define FLAGS DEFECT late: tst w12, TESTED
#include "skeleton.h"
