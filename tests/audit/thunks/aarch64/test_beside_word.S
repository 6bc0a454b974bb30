/* SPDX-License-Identifier: MIT */
/* The test reads what lies after an address in the thread. */
#define TEST DEFECT ldr w12, [x11, 4]
#include "skeleton.h"
