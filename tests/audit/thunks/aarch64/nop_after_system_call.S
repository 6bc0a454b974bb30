/* SPDX-License-Identifier: MIT */
/* Room for a rewriter after the call made after act. */
#define BACK DEFECT nop; b unmarked
#include "skeleton.h"
