/* SPDX-License-Identifier: MIT */
/* At cancel the stack pointer would be one of two. */
#define BEFORE_CALL DEFECT pushq %rcx
#include "skeleton.h"
