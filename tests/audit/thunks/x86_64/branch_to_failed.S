/* SPDX-License-Identifier: MIT */
/* failed is reached by a branch, without its arguments. */
#define CHECK cmpq $-4095, %rax; DEFECT jae failed
#define BACK jmp failing
#include "skeleton.h"
