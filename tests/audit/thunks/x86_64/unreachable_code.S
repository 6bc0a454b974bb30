/* SPDX-License-Identifier: MIT */
/* Code no path leads to. */
#define BACK jmp unmarked; DEFECT movq %rdi, %rax; jmp unmarked
#include "skeleton.h"
