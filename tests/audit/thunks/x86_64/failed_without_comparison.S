/* SPDX-License-Identifier: MIT */
/* After act every result is an error. */
#define TO_FAILED DEFECT jmp failed
#define BACK jmp failing
#include "skeleton.h"
