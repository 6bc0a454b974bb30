/* SPDX-License-Identifier: MIT */
/* The stack pointer moves as the return address is stored. */
#define SAVE DEFECT str x30, [sp, -64]!; str w15, [sp, 8]; SAVE_ARGUMENTS
#include "skeleton.h"
