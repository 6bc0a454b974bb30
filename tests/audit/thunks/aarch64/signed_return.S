/* SPDX-License-Identifier: MIT */
/* The return address is signed, and never told to be whole. */
#define SAVE DEFECT hint 25; sub sp, sp, 64; str x30, [sp]; str w15, [sp, 8]; SAVE_ARGUMENTS
#include "skeleton.h"
