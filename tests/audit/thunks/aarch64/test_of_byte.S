/* SPDX-License-Identifier: MIT */
/* Only a byte of the word is read, which the audit has no need of. */
#define TEST DEFECT ldrb w12, [x9, x11]
#include "skeleton.h"
