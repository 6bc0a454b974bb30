/* SPDX-License-Identifier: MIT */
/* Each costs 20 ns. */
#define BACK cmpl $-4095, %eax; jae failing; DEFECT ret
#include "skeleton.h"
