/* SPDX-License-Identifier: MIT */
/* The offsets are loaded before the request is saved. */
#define SAVE_REQUEST ldr x11, word_cell
#define NUMBER ldr x10, depth_cell
#define LOAD_DEPTH mov w15, w8
#define LOAD_WORD and w8, w8, 0xffff
#include "skeleton.h"
