/* SPDX-License-Identifier: MIT */
/* It always goes to cancel. */
#define BRANCH DEFECT b cancel
#include "skeleton.h"
