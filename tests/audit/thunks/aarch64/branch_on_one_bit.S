/* SPDX-License-Identifier: MIT */
/* The flags are right, and the branch looks at the register. */
#define BRANCH DEFECT tbnz w12, 3, cancel
#include "skeleton.h"
