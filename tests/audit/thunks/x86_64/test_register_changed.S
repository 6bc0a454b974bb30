/* SPDX-License-Identifier: MIT */
/* The register is overwritten after it was loaded. */
#define LOAD_WORD CELL(word_cell, %rcx); movq %rdx, %rcx
#define TEST DEFECT testb $TESTED, %fs:(%rcx)
#include "skeleton.h"
