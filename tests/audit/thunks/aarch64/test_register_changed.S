/* SPDX-License-Identifier: MIT */
/* The register is overwritten after it was loaded. */
#define LOAD_WORD ldr x11, word_cell; mov x11, x2
#define BRANCH DEFECT tbnz w12, 3, cancel
#include "skeleton.h"
