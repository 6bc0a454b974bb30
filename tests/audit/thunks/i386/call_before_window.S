/* SPDX-License-Identifier: MIT */
/* Nothing is pending. */
#define NUMBER movzwl %ax, %eax; DEFECT call act
#include "skeleton.h"
