/* SPDX-License-Identifier: MIT */
/* The test reads the byte after the word's first. */
#define TEST DEFECT testb $TESTED, %fs:1(%rcx)
#include "skeleton.h"
