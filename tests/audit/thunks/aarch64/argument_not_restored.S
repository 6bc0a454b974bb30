/* SPDX-License-Identifier: MIT */
/* The sixth argument does not come back from act. */
#define RESTORE ldr x0, SAVED(0); ldr x1, SAVED(1); ldr x2, SAVED(2); ldr x3, SAVED(3); ldr x4, SAVED(4); ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 64
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
