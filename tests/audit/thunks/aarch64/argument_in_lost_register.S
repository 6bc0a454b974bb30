/* SPDX-License-Identifier: MIT */
/* An argument is kept where act overwrites it. */
#define SAVE sub sp, sp, 64; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS; mov x13, x2
#define RESTORE LOAD_ARGUMENTS; mov x2, x13; ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 64
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
