/* SPDX-License-Identifier: MIT */
/* Room for a rewriter before the system call. */
#define BEFORE_CALL DEFECT nop
#include "skeleton.h"
