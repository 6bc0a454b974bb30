/* SPDX-License-Identifier: MIT */
/* Of thunk.h, what is the same on every architecture. */
#ifndef SAFECANCEL_ASM_CONSTANTS_H
#define SAFECANCEL_ASM_CONSTANTS_H

#include <asm/unistd.h>

/* Linux 5.11; the number is the same on all. */
#ifndef __NR_epoll_pwait2
#define __NR_epoll_pwait2 441
#endif

/* glibc's struct pthread, cancelhandling (nptl/descr.h). */
#define SC_DISABLED 0x01
#define SC_ASYNCHRONOUS 0x02
#define SC_CANCELING 0x04
#define SC_CANCELED 0x08
#define SC_EXITING 0x10
#define SC_TERMINATED 0x20

/*
 * Of the same word, a bit that no glibc uses and ours: the thread's next point is
 * to fail with ECANCELED (shim/errors.h).  glibc changes its own bits one at a
 * time, and clears the word when it makes a thread of an old one's memory.
 */
#define SC_ERROR 0x80

/* What sc_decide says of a call that the thunk has been to `cancel` with. */
#define SC_PLAIN 0  /* make it, whatever is pending */
#define SC_AGAIN 1  /* make it in sc_retry's window */
#define SC_FAIL 2   /* it fails with ECANCELED */
#define SC_ECANCELED 125

/* What a failed call returns; see shim/points.def.  Bits of `request` from 16 up. */
#define SC_KIND_PLAIN 0
#define SC_KIND_CLOSE (1 << 16)
#define SC_KIND_ERROR (2 << 16)

/* prctl's PR_SET_SECCOMP, whose header is for C alone. */
#define SC_PR_SET_SECCOMP 22

/* Bytes kept for struct Config (shim/config.h) in the sealed page. */
#define SC_CONFIG_SIZE 12288

#endif
