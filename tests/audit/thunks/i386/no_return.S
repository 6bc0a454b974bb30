/* SPDX-License-Identifier: MIT */
/* Every result is a failure. */
#define RETURN jmp failing
#define DEFECT_AT start
#include "skeleton.h"
