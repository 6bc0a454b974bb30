/* SPDX-License-Identifier: MIT */
/* One error number is taken for a result. */
#define CHECK cmpq $-4094, %rax; DEFECT jae failing
#include "skeleton.h"
