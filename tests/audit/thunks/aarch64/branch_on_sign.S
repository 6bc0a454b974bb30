/* SPDX-License-Identifier: MIT */
/* It goes to cancel for the highest of the bits alone. */
#define BRANCH DEFECT b.mi cancel
#include "skeleton.h"
