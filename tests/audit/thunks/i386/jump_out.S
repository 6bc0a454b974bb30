/* SPDX-License-Identifier: MIT */
/* To act. */
#define TO_FAILED DEFECT jmp act
#include "skeleton.h"
