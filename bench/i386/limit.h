/* SPDX-License-Identifier: MIT */
/* 32-bit x86: called functions that are only the system call, through the vDSO and by `int $0x80`; limit.S. */
#ifndef SAFECANCEL_BENCH_LIMIT_H
#define SAFECANCEL_BENCH_LIMIT_H

extern "C" {
long limit_read(int fd, void *buffer, unsigned long size);
long limit_read_int80(int fd, void *buffer, unsigned long size);
}

inline constexpr struct {
    const char *name;
    long (*function)(int, void *, unsigned long);
} limits[] = {{"read/limit", limit_read}, {"read/int80", limit_read_int80}};

#endif
