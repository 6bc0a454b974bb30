/* SPDX-License-Identifier: MIT */
/* It goes to cancel when nothing is pending. */
#define BRANCH DEFECT b.eq cancel
#include "skeleton.h"
