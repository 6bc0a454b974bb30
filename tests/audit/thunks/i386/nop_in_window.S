/* SPDX-License-Identifier: MIT */
/* Room for a rewriter. */
#define BEFORE_CALL DEFECT nop
#include "skeleton.h"
