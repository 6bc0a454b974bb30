/* SPDX-License-Identifier: MIT */
/* Two registers at once, of which the audit follows one. */
#define SAVE sub sp, sp, 64; str x30, [sp]; str w15, [sp, 8]; DEFECT stp x0, x1, SAVED(0); str x2, SAVED(2); str x3, SAVED(3); str x4, SAVED(4); str x5, SAVED(5)
#include "skeleton.h"
