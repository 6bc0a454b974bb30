/* SPDX-License-Identifier: MIT */
/* Four bytes of the word. */
#define TEST testl $TESTED, %gs:(%ebp)
#include "skeleton.h"
