/* SPDX-License-Identifier: MIT */
/* The mark outlives the request. */
#define UNDO_AT_CANCEL
#define DEFECT_AT cancel
#include "skeleton.h"
