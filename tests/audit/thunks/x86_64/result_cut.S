/* SPDX-License-Identifier: MIT */
/* The result loses its upper half. */
#define RETURN movl %eax, %eax; DEFECT ret
#include "skeleton.h"
