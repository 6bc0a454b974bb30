/* SPDX-License-Identifier: MIT */
/* The test is of CANCELING, which comes before CANCELED. */
#define BRANCH DEFECT tbnz w12, 2, cancel
#include "skeleton.h"
