/* SPDX-License-Identifier: MIT */
/* The number is cleared inside the window. */
#define BEFORE_CALL DEFECT mov w8, 0
#include "skeleton.h"
