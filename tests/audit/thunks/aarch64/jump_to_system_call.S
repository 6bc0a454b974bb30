/* SPDX-License-Identifier: MIT */
/* A way to the system call that misses the test. */
#define BACK DEFECT b system_call
#include "skeleton.h"
