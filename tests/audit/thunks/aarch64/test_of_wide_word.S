/* SPDX-License-Identifier: MIT */
/* The test reads the word after cancelhandling too. */
#define TEST DEFECT ldr x12, [x9, x11]
#include "skeleton.h"
