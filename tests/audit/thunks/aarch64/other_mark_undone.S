/* SPDX-License-Identifier: MIT */
/* Something else is counted down at cancel. */
#define UNDO_AT_CANCEL ldr w12, [x9, x11]; sub w12, w12, 1; DEFECT str w12, [x9, x11]
#include "skeleton.h"
