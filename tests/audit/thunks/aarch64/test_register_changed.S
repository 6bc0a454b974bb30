/* SPDX-License-Identifier: MIT */
/* The register is overwritten after it was loaded. */
#define LOAD_WORD ldr x11, word_cell; mov x11, x2
#define FLAGS DEFECT tst w12, TESTED
#include "skeleton.h"
