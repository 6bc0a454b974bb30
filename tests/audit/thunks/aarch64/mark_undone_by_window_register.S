/* SPDX-License-Identifier: MIT */
/* The register held the word, or the depth, wherever the signal came. */
#define UNDO_AT_CANCEL DEFECT sub w12, w12, 1; str w12, [x9, x10]
#include "skeleton.h"
