/* SPDX-License-Identifier: MIT */
/* Another offset than that of cancelhandling. */
#define LOAD_WORD CELL(other_cell, %rcx)
#define TEST DEFECT testb $TESTED, %fs:(%rcx)
#include "skeleton.h"
