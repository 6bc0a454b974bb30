/* SPDX-License-Identifier: MIT */
/* It goes on and on. */
#define SAVE_REQUEST .rept 200; nop; .endr; pushl %eax
#define DEFECT_AT start + 128
#include "skeleton.h"
