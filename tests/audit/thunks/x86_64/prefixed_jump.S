/* SPDX-License-Identifier: MIT */
/* A prefix that Intel and AMD read differently. */
#define TO_FAILED DEFECT .byte 0x66; jmp failed
#include "skeleton.h"
