/* SPDX-License-Identifier: MIT */
/* The program's memory is written inside the window. */
#define BEFORE_CALL DEFECT str w8, [x1]
#include "skeleton.h"
