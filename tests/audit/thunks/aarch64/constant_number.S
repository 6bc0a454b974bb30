/* SPDX-License-Identifier: MIT */
/* The number is written into the thunk. */
#define NUMBER DEFECT mov w8, 39
#include "skeleton.h"
