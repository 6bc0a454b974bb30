/* SPDX-License-Identifier: MIT */
/* One byte too far. */
#define BACK DEFECT jmp unmarked + 1
#include "skeleton.h"
