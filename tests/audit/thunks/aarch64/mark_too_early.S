/* SPDX-License-Identifier: MIT */
/* An instruction stands between the mark and begin. */
#define LOAD_WORD COUNT(1)
#define MARK ldr x11, word_cell
#define DEFECT_AT begin
#include "skeleton.h"
