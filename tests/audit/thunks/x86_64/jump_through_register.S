/* SPDX-License-Identifier: MIT */
/* Where it goes is not in the code. */
#define TO_FAILED DEFECT jmp *%rdx
#include "skeleton.h"
