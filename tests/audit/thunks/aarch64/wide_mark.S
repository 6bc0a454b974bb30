/* SPDX-License-Identifier: MIT */
/* The mark writes the four bytes after the depth too. */
#define MARK DEFECT ldr x12, [x9, x10]; add x12, x12, 1; str x12, [x9, x10]
#include "skeleton.h"
