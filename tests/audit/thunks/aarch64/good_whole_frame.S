/* SPDX-License-Identifier: MIT */
/* The frame is larger than it need be. */
#define SAVE sub sp, sp, 80; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS
#define RESTORE LOAD_ARGUMENTS; ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 80
#include "skeleton.h"
