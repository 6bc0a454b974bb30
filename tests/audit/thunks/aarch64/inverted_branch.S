/* SPDX-License-Identifier: MIT */
/* It goes to cancel when nothing is pending. */
#define BRANCH DEFECT tbz w12, 3, cancel
#include "skeleton.h"
