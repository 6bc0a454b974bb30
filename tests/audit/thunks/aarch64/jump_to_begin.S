/* SPDX-License-Identifier: MIT */
/* A way into the window that misses the mark. */
#define BACK DEFECT b begin
#include "skeleton.h"
