/* SPDX-License-Identifier: MIT */
/* The offset is negative and loses its upper half. */
#define LOAD_WORD ldr w11, word_cell
#define FLAGS DEFECT tst w12, TESTED
#include "skeleton.h"
