/* SPDX-License-Identifier: MIT */
/* x86 is the processor whose decoder stays; see ../other_processors.h. */
#include "../other_processors.h"

SC_NO_PROCESSOR(AArch64)
