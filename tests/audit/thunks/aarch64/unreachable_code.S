/* SPDX-License-Identifier: MIT */
/* Code no path leads to. */
#define BACK b unmarked; DEFECT mov x1, x0; b unmarked
#include "skeleton.h"
