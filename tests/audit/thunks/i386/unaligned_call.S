/* SPDX-License-Identifier: MIT */
/* By four bytes. */
#define ACT pushl %ecx; DEFECT call act; popl %ecx
#include "skeleton.h"
