/* SPDX-License-Identifier: MIT */
/* Constants the assembly and the C++ above it agree on.  Plain macros only. */
#ifndef SAFECANCEL_ASM_THUNK_H
#define SAFECANCEL_ASM_THUNK_H

#include "../constants.h"

/* The bits that the two thunks test for. */
#define SC_TESTED (SC_CANCELED | SC_ERROR)
#define SC_TESTED_AGAIN SC_ERROR

/* Where the thunk keeps `request`: in the red zone below the return address. */
#define SC_REQUEST -8

/* How the thunk passes arguments to what it calls: in registers, as C does here. */
#define SC_FROM_THUNK

/* What is mapped or sealed by itself begins and ends at multiples of this. */
#define SC_LARGEST_PAGE 4096

/* Results from here up (unsigned) are error numbers, negated. */
#define SC_MAX_ERRNO -4095

#endif
