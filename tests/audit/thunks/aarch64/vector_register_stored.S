/* SPDX-License-Identifier: MIT */
/* A register that the audit does not follow. */
#define SAVE sub sp, sp, 64; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS; DEFECT str d0, [sp]
#include "skeleton.h"
