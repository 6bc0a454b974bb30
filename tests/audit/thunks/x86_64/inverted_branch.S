/* SPDX-License-Identifier: MIT */
/* It goes to cancel when nothing is pending. */
#define BRANCH DEFECT jz cancel
#include "skeleton.h"
