/* SPDX-License-Identifier: MIT */
/* An error is not seen. */
#define FLAGS DEFECT tst w12, 8
#include "skeleton.h"
