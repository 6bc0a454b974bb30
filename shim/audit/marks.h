/* SPDX-License-Identifier: MIT */
/*
 * The two functions around each cancellation point of glibc <= 2.40:
 * __pthread_enable_asynccancel sets the asynchronous bit in cancelhandling and
 * returns what was there, __pthread_disable_asynccancel clears it again.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_MARKS_H
#define SAFECANCEL_SHIM_AUDIT_MARKS_H

#include "walk.h"

namespace safecancel {

/* The code of a function, all of it between `start` and `limit`. */
struct Extent {
    uint64_t start = 0;
    uint64_t limit = 0;
};

/*
 * True when the function at `start` is the one that enables, or disables: it
 * changes cancelhandling by one compare-and-exchange, which sets or clears the
 * asynchronous bit alone, and nothing before that.  Otherwise walk->why says
 * what it does instead.
 */
bool is_enable(LibcObject *object, uint64_t start, Walk *walk, Extent *extent);
bool is_disable(LibcObject *object, uint64_t start, Walk *walk, Extent *extent);

} // namespace safecancel

#endif
