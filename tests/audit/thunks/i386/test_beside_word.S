/* SPDX-License-Identifier: MIT */
/* The byte behind it. */
#define TEST DEFECT testb $8, %gs:1(%ebp)
#include "skeleton.h"
