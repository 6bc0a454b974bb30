/* SPDX-License-Identifier: MIT */
/* It goes to the second byte of the comparison. */
#define BACK DEFECT jmp unmarked + 1
#include "skeleton.h"
