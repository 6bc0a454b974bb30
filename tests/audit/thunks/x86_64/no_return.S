/* SPDX-License-Identifier: MIT */
/* Every result goes to failed. */
#define RETURN jmp failing
#define DEFECT_AT start
#include "skeleton.h"
