/* SPDX-License-Identifier: MIT */
/* The frame stays where it was made. */
#define RESTORE LOAD_ARGUMENTS; ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 48
#define PLAIN_CALL DEFECT svc 0
#include "skeleton.h"
