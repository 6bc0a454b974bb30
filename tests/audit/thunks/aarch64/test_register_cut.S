/* SPDX-License-Identifier: MIT */
/* The offset is negative and loses its upper half. */
#define LOAD_WORD ldr w11, word_cell
#define BRANCH DEFECT tbnz w12, 3, cancel
#include "skeleton.h"
