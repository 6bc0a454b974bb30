/* SPDX-License-Identifier: MIT */
/* The branch after the call is taken for results. */
#define CHECK cmpq $-4095, %rax; jb returning; jmp failing; returning:
#include "skeleton.h"
