/* SPDX-License-Identifier: MIT */
/* A write to memory by a read-modify-write instruction. */
#define BEFORE_CALL DEFECT lock orl $1, (%rdi)
#include "skeleton.h"
