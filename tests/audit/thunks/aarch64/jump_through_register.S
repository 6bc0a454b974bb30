/* SPDX-License-Identifier: MIT */
/* Where it goes is not in the code. */
#define TO_FAILED DEFECT br x2
#include "skeleton.h"
