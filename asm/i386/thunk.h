/* SPDX-License-Identifier: MIT */
/* Constants the assembly and the C++ above it agree on.  Plain macros only. */
#ifndef SAFECANCEL_ASM_THUNK_H
#define SAFECANCEL_ASM_THUNK_H

#include "../constants.h"

/* The bits that the two thunks test for. */
#define SC_TESTED (SC_CANCELED | SC_ERROR)
#define SC_TESTED_AGAIN SC_ERROR

/* How the thunk passes arguments to what it calls: %eax and %edx, because a jump cannot push. */
#define SC_FROM_THUNK __attribute__((regparm(2)))

/* The thunk's frame: from the stack pointer up, in its window. */
#define SC_FRAME_ENTRY 0
#define SC_DEPTH_OFFSET 4
#define SC_REQUEST 8
#define SC_SAVED 12         /* four registers, then the return address */
#define SC_ARGUMENT(n) (32 + 4 * (n))

/* What is mapped or sealed by itself begins and ends at multiples of this. */
#define SC_LARGEST_PAGE 4096

/* Results from here up (unsigned) are error numbers, negated. */
#define SC_MAX_ERRNO -4095

#endif
