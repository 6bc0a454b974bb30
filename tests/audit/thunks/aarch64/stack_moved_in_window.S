/* SPDX-License-Identifier: MIT */
/* The stack moves inside the window. */
#define BEFORE_CALL DEFECT sub sp, sp, 16
#include "skeleton.h"
