/* SPDX-License-Identifier: MIT */
/* The same. */
#define UNDO_AT_CANCEL
#define DEFECT_AT cancel
#include "skeleton.h"
