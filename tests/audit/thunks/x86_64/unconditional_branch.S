/* SPDX-License-Identifier: MIT */
/* It always goes to cancel. */
#define BRANCH DEFECT jmp cancel
#include "skeleton.h"
