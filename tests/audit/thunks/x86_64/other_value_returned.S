/* SPDX-License-Identifier: MIT */
/* The first argument is returned. */
#define RETURN movq %rdi, %rax; DEFECT ret
#include "skeleton.h"
