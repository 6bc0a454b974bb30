/* SPDX-License-Identifier: MIT */
/* The test reads all four bytes of the word. */
#define TEST testl $TESTED, %fs:(%rcx)
#include "skeleton.h"
