/* SPDX-License-Identifier: MIT */
/* What it calls is not in the code. */
#define ACT DEFECT call *other_cell(%rip)
#include "skeleton.h"
