/* SPDX-License-Identifier: MIT */
/* Four bytes below. */
#define DROP addl $8, %esp
#define RETURN DEFECT ret
#include "skeleton.h"
