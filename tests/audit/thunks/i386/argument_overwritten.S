/* SPDX-License-Identifier: MIT */
/* The caller's first. */
#define SAVE_REQUEST pushl %eax; DEFECT movl %eax, 24(%esp)
#include "skeleton.h"
