/* SPDX-License-Identifier: MIT */
/* The bits are what another register holds. */
#define FLAGS DEFECT tst w12, w13
#include "skeleton.h"
