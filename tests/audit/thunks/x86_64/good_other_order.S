/* SPDX-License-Identifier: MIT */
/* The offsets are loaded before the request is saved. */
#define SAVE_REQUEST CELL(word_cell, %rcx)
#define NUMBER CELL(depth_cell, %r11)
#define LOAD_DEPTH movl %eax, -8(%rsp)
#define LOAD_WORD movzwl %ax, %eax
#include "skeleton.h"
