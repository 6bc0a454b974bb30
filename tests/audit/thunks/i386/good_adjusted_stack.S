/* SPDX-License-Identifier: MIT */
/* Stores in place of pushes. */
#define KEEP subl $8, %esp; movl %edx, 4(%esp); movl %ebx, (%esp)
#include "skeleton.h"
