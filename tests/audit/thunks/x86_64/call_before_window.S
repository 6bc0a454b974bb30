/* SPDX-License-Identifier: MIT */
/* It acts on requests that are not pending. */
#define NUMBER movzwl %ax, %eax; DEFECT call act
#include "skeleton.h"
