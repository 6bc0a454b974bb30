/* SPDX-License-Identifier: MIT */
/* Memory of the program is read. */
#define NUMBER movzwl %ax, %eax; DEFECT movq (%rdi), %r11
#include "skeleton.h"
