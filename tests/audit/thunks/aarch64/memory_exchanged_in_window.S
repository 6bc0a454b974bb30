/* SPDX-License-Identifier: MIT */
/* The same in one step, by an instruction that Capstone 4 does not know. */
#define BEFORE_CALL DEFECT .inst 0x88a07c20
#include "skeleton.h"
