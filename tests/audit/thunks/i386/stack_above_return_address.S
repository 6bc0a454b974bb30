/* SPDX-License-Identifier: MIT */
/* A handler would write over it. */
#define NUMBER movzwl %ax, %eax; DEFECT addl $32, %esp; subl $32, %esp
#include "skeleton.h"
