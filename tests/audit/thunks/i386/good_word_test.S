/* SPDX-License-Identifier: MIT */
/* Four bytes of the word. */
#define TEST testl $8, %gs:(%ebp)
#include "skeleton.h"
