/* SPDX-License-Identifier: MIT */
/* An argument is moved inside the window. */
#define BEFORE_CALL DEFECT mov x3, x1
#include "skeleton.h"
