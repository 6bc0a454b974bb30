/* SPDX-License-Identifier: MIT */
/* End is behind the thunk. */
#define END_AT limit
#define DEFECT_AT limit
#include "skeleton.h"
