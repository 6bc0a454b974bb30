/* SPDX-License-Identifier: MIT */
/* What it calls is not in the code. */
#define ACT DEFECT blr x2
#include "skeleton.h"
