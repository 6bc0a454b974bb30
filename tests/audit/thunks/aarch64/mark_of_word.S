/* SPDX-License-Identifier: MIT */
/* The mark goes into cancelhandling. */
#define MARK ldr w12, [x9, x11]; add w12, w12, 1; DEFECT str w12, [x9, x11]
#include "skeleton.h"
