/* SPDX-License-Identifier: MIT */
/* The wrong way round. */
#define CHECK cmpl $-4095, %eax; jb failing
#define RETURN DEFECT ret
#include "skeleton.h"
