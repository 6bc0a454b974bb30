/* SPDX-License-Identifier: MIT */
/* Cancel would find another stack. */
#define BEFORE_CALL DEFECT pushl %ecx
#include "skeleton.h"
