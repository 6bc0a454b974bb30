/* SPDX-License-Identifier: MIT */
/* The same the other way. */
#define RESTORE LOAD_ARGUMENTS; ldr w15, [sp, 8]; DEFECT ldr x30, [sp], 64
#include "skeleton.h"
