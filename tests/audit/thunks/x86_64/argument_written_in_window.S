/* SPDX-License-Identifier: MIT */
/* The fourth argument is moved inside the window. */
#define BEFORE_CALL DEFECT movq %rcx, %r10
#include "skeleton.h"
