/* SPDX-License-Identifier: MIT */
/* There is no such opcode. */
#define BACK jmp unmarked; DEFECT .byte 0x0f, 0x04
#include "skeleton.h"
