/* SPDX-License-Identifier: MIT */
/* Eight bytes from the last four of the frame. */
#define SAVE sub sp, sp, 64; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS; DEFECT stur x1, [sp, 60]
#include "skeleton.h"
