/* SPDX-License-Identifier: MIT */
/* failed gets the first argument for a result. */
#define GIVE_RESULT
#define TO_FAILED DEFECT jmp failed
#include "skeleton.h"
