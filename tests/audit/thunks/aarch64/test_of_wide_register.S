/* SPDX-License-Identifier: MIT */
/* The same bit, in a form that the audit has no need of. */
#define TESTED 0x80
#define FLAGS DEFECT tst x12, TESTED
#include "skeleton.h"
