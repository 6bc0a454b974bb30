/* SPDX-License-Identifier: MIT */
/* For ever. */
#define BACK jmp cancel
#define DEFECT_AT cancel
#include "skeleton.h"
