/* SPDX-License-Identifier: MIT */
/* The cell of the depth instead of the word's. */
#define TEST DEFECT testb $TESTED, %fs:(%r11)
#include "skeleton.h"
