/* SPDX-License-Identifier: MIT */
/* A cell is read by way of its address. */
#define LOAD_WORD DEFECT adr x11, word_cell; ldr x11, [x11]
#include "skeleton.h"
