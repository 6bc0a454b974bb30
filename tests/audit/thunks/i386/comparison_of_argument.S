/* SPDX-License-Identifier: MIT */
/* Not of the result. */
#define CHECK cmpl $-4095, %ecx; DEFECT jae failing
#include "skeleton.h"
