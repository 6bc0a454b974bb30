/* SPDX-License-Identifier: MIT */
/* Always. */
#define BRANCH DEFECT jmp cancel
#include "skeleton.h"
