/* SPDX-License-Identifier: MIT */
/* More instructions than any thunk needs. */
#define SAVE_REQUEST .rept 200; nop; .endr; movl %eax, -8(%rsp)
#define DEFECT_AT start + 128
#include "skeleton.h"
