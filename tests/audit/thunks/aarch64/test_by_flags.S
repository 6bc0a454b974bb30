/* SPDX-License-Identifier: MIT */
/* What makes the flags changes the register too. */
#define FLAGS DEFECT ands w12, w12, TESTED
#include "skeleton.h"
