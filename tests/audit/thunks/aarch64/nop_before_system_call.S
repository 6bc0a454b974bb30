/* SPDX-License-Identifier: MIT */
/* Room for a rewriter before that call. */
#define PLAIN_CALL DEFECT nop; svc 0
#include "skeleton.h"
