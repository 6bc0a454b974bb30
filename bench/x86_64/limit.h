/* SPDX-License-Identifier: MIT */
/* x86-64: called functions that are only the system call; limit.S. */
#ifndef SAFECANCEL_BENCH_LIMIT_H
#define SAFECANCEL_BENCH_LIMIT_H

extern "C" long limit_read(int fd, void *buffer, unsigned long size);

inline constexpr struct {
    const char *name;
    long (*function)(int, void *, unsigned long);
} limits[] = {{"read/limit", limit_read}};

#endif
