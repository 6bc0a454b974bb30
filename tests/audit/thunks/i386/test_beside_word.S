/* SPDX-License-Identifier: MIT */
/* The byte behind it. */
#define TEST DEFECT testb $TESTED, %gs:1(%ebp)
#include "skeleton.h"
