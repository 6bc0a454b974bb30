/* SPDX-License-Identifier: MIT */
/* The mark is undone again on the way from cancel. */
#define SAVE COUNT_BACK(1); sub sp, sp, 64; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS
#define ACT DEFECT bl act
#include "skeleton.h"
