/* SPDX-License-Identifier: MIT */
/* The branch looks at another register than was loaded. */
#define BRANCH DEFECT tbnz w13, 3, cancel
#include "skeleton.h"
