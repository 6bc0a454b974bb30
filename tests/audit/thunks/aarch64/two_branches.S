/* SPDX-License-Identifier: MIT */
/* A second branch on flags. */
#define BRANCH tbnz w12, 3, cancel; DEFECT b.lo cancel
#include "skeleton.h"
