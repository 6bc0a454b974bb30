/* SPDX-License-Identifier: MIT */
/* The same the other way. */
#define RESTORE DEFECT ldp x0, x1, SAVED(0); ldr x2, SAVED(2); ldr x3, SAVED(3); ldr x4, SAVED(4); ldr x5, SAVED(5); ldr w15, [sp, 8]; ldr x30, [sp]; add sp, sp, 64
#include "skeleton.h"
