/* SPDX-License-Identifier: MIT */
/* cancel lies inside the load of the depth. */
#define CANCEL_AT cancel + 2
#define DEFECT_AT cancel + 2
#include "skeleton.h"
