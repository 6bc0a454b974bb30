/* SPDX-License-Identifier: MIT */
/*
 * Which C library this process runs on, and so which defects a program must
 * show without the shim.  The test programs run on the driver's C library.
 */
#ifndef SAFECANCEL_TESTS_SUPPORT_LIBC_H
#define SAFECANCEL_TESTS_SUPPORT_LIBC_H

#include <gnu/libc-version.h>

#include <cstdlib>
#include <cstring>

namespace safecancel {

/* 36 for glibc 2.36. */
inline int libc_minor()
{
    const char *dot = std::strchr(gnu_get_libc_version(), '.');
    return dot ? std::atoi(dot + 1) : 0;
}

/* D1, D2: glibc acts on a request after the call is complete, and in user handlers. */
inline bool libc_loses_results()
{
    return libc_minor() <= 40;
}

/* D7: the fortified calls are no cancellation points. */
inline bool libc_forgets_fortified_calls()
{
    return libc_minor() <= 35;
}

/* pthread_cancel answers ESRCH for a thread that has exited and is not joined yet. */
inline bool libc_refuses_exited_threads()
{
    return libc_minor() <= 33;
}

/* Half of D8 only: libpthread unblocks signal 32 as a program begins. */
inline bool libc_unblocks_at_start()
{
    return libc_minor() <= 33;
}

/* The threads are in libpthread.so.0, which programs without threads do not load. */
inline bool libc_has_libpthread()
{
    return libc_minor() <= 33;
}

}  // namespace safecancel

#endif
