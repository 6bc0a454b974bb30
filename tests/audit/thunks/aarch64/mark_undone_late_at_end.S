/* SPDX-License-Identifier: MIT */
/* Something comes before the mark is undone. */
#define UNDO_AT_END DEFECT mov x13, x2; COUNT_BACK(1)
#include "skeleton.h"
