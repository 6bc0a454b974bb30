/* SPDX-License-Identifier: MIT */
/* Constants the assembly and the C++ above it agree on.  Plain macros only. */
#ifndef SAFECANCEL_ASM_THUNK_H
#define SAFECANCEL_ASM_THUNK_H

/* glibc's struct pthread, cancelhandling (nptl/descr.h). */
#define SC_DISABLED 0x01
#define SC_ASYNCHRONOUS 0x02
#define SC_CANCELING 0x04
#define SC_CANCELED 0x08
#define SC_EXITING 0x10
#define SC_TERMINATED 0x20
#define SC_CANCELED_BIT 3 /* SC_CANCELED, counted */

/* What a failed call returns; see shim/points.def.  Bits of `request` from 16 up. */
#define SC_KIND_PLAIN 0
#define SC_KIND_CLOSE (1 << 16)
#define SC_KIND_ERROR (2 << 16)

/* How the thunk passes arguments to what it calls: in registers, as C does here. */
#define SC_FROM_THUNK

/* The frame in which the thunk keeps registers while sc_act runs. */
#define SC_FRAME 64
#define SC_FRAME_REQUEST 8
#define SC_FRAME_ARGUMENT(n) (16 + 8 * (n))

/* Kernels have pages of 4, 16 or 64 KiB; what is sealed is right for all. */
#define SC_LARGEST_PAGE 65536

/* Bytes kept for struct Config (shim/config.h) in the sealed page. */
#define SC_CONFIG_SIZE 12288

/* Results from minus this up (unsigned) are error numbers, negated. */
#define SC_MAX_ERRNO 4095

#endif
