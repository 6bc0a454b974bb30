/* SPDX-License-Identifier: MIT */
/* act overwrites where the thunk returns to. */
#define RESTORE LOAD_ARGUMENTS; ldr w15, [sp, 8]; add sp, sp, 64
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
