/* SPDX-License-Identifier: MIT */
/* An instruction stands between the mark and begin. */
#define LOAD_WORD incl %fs:(%r11)
#define MARK CELL(word_cell, %rcx)
#define DEFECT_AT begin
#include "skeleton.h"
