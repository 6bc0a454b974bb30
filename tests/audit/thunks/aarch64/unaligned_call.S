/* SPDX-License-Identifier: MIT */
/* The stack is 8 bytes off where act is called. */
#define SAVE sub sp, sp, 72; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS
#define ACT DEFECT bl act
#define RESTORE LOAD_ARGUMENTS; ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 72
#include "skeleton.h"
