/* SPDX-License-Identifier: MIT */
/* 64-bit Arm is the processor whose decoder stays; see ../other_processors.h. */
#include "../other_processors.h"

SC_NO_PROCESSOR(X86)
