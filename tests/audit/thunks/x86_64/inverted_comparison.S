/* SPDX-License-Identifier: MIT */
/* Errors are returned and results fail. */
#define CHECK cmpq $-4095, %rax; jb failing
#define RETURN DEFECT ret
#include "skeleton.h"
