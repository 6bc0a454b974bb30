/* SPDX-License-Identifier: MIT */
/* The mark is a release, which costs what the thunk saves. */
#define MARK ldr w12, [x9, x10]; add w12, w12, 1; DEFECT add x13, x9, x10; stlr w12, [x13]
#include "skeleton.h"
