/* SPDX-License-Identifier: MIT */
/* The last instruction is no jump. */
#define BACK DEFECT mov x1, x0
#include "skeleton.h"
