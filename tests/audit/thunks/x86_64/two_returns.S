/* SPDX-License-Identifier: MIT */
/* The call after act has a return of its own. */
#define BACK cmpq $-4095, %rax; jae failing; DEFECT ret
#include "skeleton.h"
