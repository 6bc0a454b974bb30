/* SPDX-License-Identifier: MIT */
/* end lies after the last instruction. */
#define END_AT limit
#define DEFECT_AT limit
#include "skeleton.h"
