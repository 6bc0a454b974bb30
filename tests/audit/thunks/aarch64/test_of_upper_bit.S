/* SPDX-License-Identifier: MIT */
/* The test is of a bit that the word does not have. */
#define BRANCH DEFECT tbnz x12, 35, cancel
#include "skeleton.h"
