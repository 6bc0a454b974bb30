/* SPDX-License-Identifier: MIT */
/* The depth is counted down double. */
#define UNDO_AT_END COUNT_BACK(2)
#define DEFECT_AT end
#include "skeleton.h"
