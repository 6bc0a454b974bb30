/* SPDX-License-Identifier: MIT */
/* The last instruction is no jump. */
#define BACK DEFECT movq %rax, %rdi
#include "skeleton.h"
