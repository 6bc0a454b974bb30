/* SPDX-License-Identifier: MIT */
/* A way into the window that misses the mark. */
#define BACK DEFECT jmp begin
#include "skeleton.h"
