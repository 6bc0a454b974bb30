/* SPDX-License-Identifier: MIT */
/* The depth grows. */
#define UNDO_AT_END
#define DEFECT_AT end
#include "skeleton.h"
