/* SPDX-License-Identifier: MIT */
/*
 * Included by every file of the preloaded object above the thunk, after the
 * system headers.  The shim must not call what it wraps: the call would come
 * back through our own table, and be a cancellation point in the middle of the
 * shim.  Use raw_syscall.  The names below are those one would reach for.
 */
#ifndef SAFECANCEL_SHIM_UNWRAPPED_H
#define SAFECANCEL_SHIM_UNWRAPPED_H

#pragma GCC poison open64 openat64 pread64 pwrite64 readv writev nanosleep usleep sigsuspend
#pragma GCC poison pwritev preadv fdatasync sendto recvfrom waitpid fopen fclose printf fprintf

#endif
