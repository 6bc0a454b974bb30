/* SPDX-License-Identifier: MIT */
/* The test of one bit is the branch itself, as in libc. */
#define FLAGS
#define BRANCH DEFECT tbnz w12, 3, cancel
#include "skeleton.h"
