/* SPDX-License-Identifier: MIT */
/* Half of the number is lost. */
#define NUMBER DEFECT movzbl %al, %eax
#include "skeleton.h"
