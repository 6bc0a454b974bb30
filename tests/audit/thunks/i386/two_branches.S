/* SPDX-License-Identifier: MIT */
/* One too many. */
#define BRANCH jnz cancel; DEFECT jb cancel
#include "skeleton.h"
