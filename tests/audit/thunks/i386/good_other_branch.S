/* SPDX-License-Identifier: MIT */
/* The branch is the other one. */
#define CHECK cmpl $-4095, %eax; jb returning; jmp failing; returning:
#include "skeleton.h"
