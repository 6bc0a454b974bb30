/* SPDX-License-Identifier: MIT */
/* A byte that starts no instruction in 64-bit mode. */
#define BACK jmp unmarked; DEFECT .byte 0x06
#include "skeleton.h"
