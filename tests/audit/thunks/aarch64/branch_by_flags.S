/* SPDX-License-Identifier: MIT */
/* The branch depends on flags, which nobody has set. */
#define FLAGS
#define BRANCH DEFECT b.ne cancel
#include "skeleton.h"
