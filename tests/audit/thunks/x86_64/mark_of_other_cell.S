/* SPDX-License-Identifier: MIT */
/* The mark goes somewhere else. */
#define LOAD_DEPTH CELL(other_cell, %r11)
#define MARK DEFECT incl %fs:(%r11)
#include "skeleton.h"
