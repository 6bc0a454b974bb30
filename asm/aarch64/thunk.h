/* SPDX-License-Identifier: MIT */
/* Constants the assembly and the C++ above it agree on.  Plain macros only. */
#ifndef SAFECANCEL_ASM_THUNK_H
#define SAFECANCEL_ASM_THUNK_H

#include "../constants.h"

/* SC_CANCELED, counted. */
#define SC_CANCELED_BIT 3

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
