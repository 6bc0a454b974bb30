/* SPDX-License-Identifier: MIT */
/* The call of another kind of kernel. */
#define SYSTEM_CALL DEFECT hvc 0
#include "skeleton.h"
