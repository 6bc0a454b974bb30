/* SPDX-License-Identifier: MIT */
/* Before the return. */
#define RETURN DEFECT nop; ret
#include "skeleton.h"
