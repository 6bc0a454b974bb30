/* SPDX-License-Identifier: MIT */
/* To wherever. */
#define TO_FAILED DEFECT jmp *%edx
#include "skeleton.h"
