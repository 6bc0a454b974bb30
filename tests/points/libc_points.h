/* SPDX-License-Identifier: MIT */
/*
 * The cancellation points of a C library, computed from its code:
 *  - glibc <= 2.40 encloses each system call in calls of
 *    __pthread_enable_asynccancel and __pthread_disable_asynccancel;
 *  - glibc >= 2.41 makes it through __syscall_cancel or __internal_syscall_cancel.
 * None of these is exported; they are found by reading `pause`, which does
 * nothing else, and held against `fsync`.
 */
#ifndef SAFECANCEL_TESTS_POINTS_LIBC_POINTS_H
#define SAFECANCEL_TESTS_POINTS_LIBC_POINTS_H

#include <set>
#include <string>
#include <vector>

#include "elf_file.h"

namespace safecancel {

struct LibcPoints {
    std::set<std::string> direct;   /* exported functions with a window of their own */
    std::set<std::string> wrappers; /* exported functions that end in a jump to one of those and do nothing before */
};

/* Throws std::runtime_error when pause and fsync are not understood. */
LibcPoints find_points(const ElfFile &libc);

/* POSIX.1-2017, XSH 2.9.5, as pthreads(7) gives it: what shall and what may be a cancellation point. */
const std::vector<std::string> &posix_points();

}  // namespace safecancel

#endif
