/* SPDX-License-Identifier: MIT */
/* The mark outlives the call. */
#define UNDO_AT_END
#define DEFECT_AT end
#include "skeleton.h"
