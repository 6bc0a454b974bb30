/* SPDX-License-Identifier: MIT */
/* The test is of bits that the word does not have. */
#define FLAGS DEFECT tst x12, 0x8888888888888888
#include "skeleton.h"
