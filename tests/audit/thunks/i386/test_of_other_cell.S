/* SPDX-License-Identifier: MIT */
/* Another cell's. */
#define LOAD_WORD CELL(other_cell, %ebp)
#define TEST DEFECT testb $TESTED, %gs:(%ebp)
#include "skeleton.h"
