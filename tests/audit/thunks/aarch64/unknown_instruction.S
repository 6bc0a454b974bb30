/* SPDX-License-Identifier: MIT */
/* Nothing the audit knows. */
#define NUMBER and w8, w8, 0xffff; DEFECT mrs x13, cntvct_el0
#include "skeleton.h"
