/* SPDX-License-Identifier: MIT */
/* The branch is on all bits of the word. */
#define FLAGS
#define BRANCH DEFECT cbnz w12, cancel
#include "skeleton.h"
