/* SPDX-License-Identifier: MIT */
/* Constants the assembly and the C++ above it agree on.  Plain macros only. */
#ifndef SAFECANCEL_ASM_THUNK_H
#define SAFECANCEL_ASM_THUNK_H

#include "../constants.h"

/*
 * The bits that the two thunks test for.  An immediate of `tst` is a pattern that
 * repeats, so SC_CANCELED | SC_ERROR comes with every fourth bit of cancelhandling;
 * no glibc sets another one of those.
 */
#define SC_TESTED 0x88888888
#define SC_TESTED_AGAIN SC_ERROR

/* How the thunk passes arguments to what it calls: in registers, as C does here. */
#define SC_FROM_THUNK

/* The frame in which the thunk keeps registers while sc_act runs. */
#define SC_FRAME 64
#define SC_FRAME_REQUEST 8
#define SC_FRAME_ARGUMENT(n) (16 + 8 * (n))

/* Kernels have pages of 4, 16 or 64 KiB; what is sealed is right for all. */
#define SC_LARGEST_PAGE 65536

/* Results from minus this up (unsigned) are error numbers, negated. */
#define SC_MAX_ERRNO 4095

#endif
