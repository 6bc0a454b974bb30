/* SPDX-License-Identifier: MIT */
/* One mark of two is undone. */
#define LOAD_WORD ldr x11, word_cell; COUNT(1)
#define SYSTEM_CALL DEFECT svc 0
#include "skeleton.h"
