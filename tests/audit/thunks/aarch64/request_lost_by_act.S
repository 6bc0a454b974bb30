/* SPDX-License-Identifier: MIT */
/* The request is not loaded again after act. */
#define RESTORE LOAD_ARGUMENTS; ldr w8, [sp, 8]; ldr x30, [sp]; add sp, sp, 64
#define RESUME and w8, w8, 0xffff
#define TO_FAILED DEFECT b failed
#include "skeleton.h"
