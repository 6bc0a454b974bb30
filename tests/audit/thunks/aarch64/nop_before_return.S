/* SPDX-License-Identifier: MIT */
/* Padding before the return. */
#define RETURN DEFECT nop; ret
#include "skeleton.h"
