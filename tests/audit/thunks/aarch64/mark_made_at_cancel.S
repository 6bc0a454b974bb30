/* SPDX-License-Identifier: MIT */
/* It is counted up once more. */
#define UNDO_AT_CANCEL COUNT(1)
#define DEFECT_AT cancel
#include "skeleton.h"
