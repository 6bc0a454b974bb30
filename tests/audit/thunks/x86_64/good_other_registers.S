/* SPDX-License-Identifier: MIT */
/* %rcx and %r11 change places; the marks are undone through %r11. */
#define LOAD_DEPTH CELL(depth_cell, %rcx)
#define LOAD_WORD CELL(word_cell, %r11)
#define MARK incl %fs:(%rcx)
#define TEST testb $TESTED, %fs:(%r11)
#define UNDO_AT_END CELL(depth_cell, %r11); decl %fs:(%r11)
#define UNDO_AT_CANCEL CELL(depth_cell, %r11); decl %fs:(%r11)
#include "skeleton.h"
