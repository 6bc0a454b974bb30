/* SPDX-License-Identifier: MIT */
/* Of thunk.h, what is the same on every architecture. */
#ifndef SAFECANCEL_ASM_CONSTANTS_H
#define SAFECANCEL_ASM_CONSTANTS_H

/* glibc's struct pthread, cancelhandling (nptl/descr.h). */
#define SC_DISABLED 0x01
#define SC_ASYNCHRONOUS 0x02
#define SC_CANCELING 0x04
#define SC_CANCELED 0x08
#define SC_EXITING 0x10
#define SC_TERMINATED 0x20

/* What a failed call returns; see shim/points.def.  Bits of `request` from 16 up. */
#define SC_KIND_PLAIN 0
#define SC_KIND_CLOSE (1 << 16)
#define SC_KIND_ERROR (2 << 16)

/* Bytes kept for struct Config (shim/config.h) in the sealed page. */
#define SC_CONFIG_SIZE 12288

#endif
