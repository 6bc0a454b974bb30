/* SPDX-License-Identifier: MIT */
/* A second branch on flags. */
#define BRANCH b.ne cancel; DEFECT b.lo cancel
#include "skeleton.h"
