/* SPDX-License-Identifier: MIT */
/* An address that changes as it is used. */
#define BEFORE_CALL DEFECT ldr x13, [x1], 8
#include "skeleton.h"
