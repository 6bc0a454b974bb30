/* SPDX-License-Identifier: MIT */
/* The test reads the byte after the word's first. */
#define TEST DEFECT testb $8, %fs:1(%rcx)
#include "skeleton.h"
