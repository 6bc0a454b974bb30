/* SPDX-License-Identifier: MIT */
/* The offset is negative and loses its upper half. */
#define LOAD_WORD movl word_cell(%rip), %ecx
#define TEST DEFECT testb $TESTED, %fs:(%rcx)
#include "skeleton.h"
