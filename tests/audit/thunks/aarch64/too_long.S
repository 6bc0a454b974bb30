/* SPDX-License-Identifier: MIT */
/* More instructions than any thunk needs. */
#define SAVE_REQUEST .rept 200; nop; .endr; mov w15, w8
#define DEFECT_AT start + 4 * 128
#include "skeleton.h"
