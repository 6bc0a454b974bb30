/* SPDX-License-Identifier: MIT */
/* The test is of bits that mean no request. */
#define FLAGS DEFECT tst w12, 0xff
#include "skeleton.h"
