/* SPDX-License-Identifier: MIT */
/* The test is of all bits of the word. */
#define BRANCH DEFECT cbnz w12, cancel
#include "skeleton.h"
