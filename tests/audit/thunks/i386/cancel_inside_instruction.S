/* SPDX-License-Identifier: MIT */
/* Cancel is in an instruction. */
#define CANCEL_AT cancel + 1
#define DEFECT_AT cancel + 1
#include "skeleton.h"
