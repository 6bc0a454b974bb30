/* SPDX-License-Identifier: MIT */
/* An argument loses its upper half. */
#define RESTORE LOAD_ARGUMENTS; ldr w2, SAVED(2); ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 64
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
