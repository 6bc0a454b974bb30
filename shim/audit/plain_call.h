/* SPDX-License-Identifier: MIT */
/*
 * The system call that the points of glibc >= 2.41 make where nobody can cancel
 * them: the state is disabled, the thread is the only one, or it is exiting.
 *
 *     if word & DISABLED, or ...: goto plain
 *     call __syscall_cancel_arch; ...; return
 *   plain:
 *     move arguments; system call; return what it returned
 */
#ifndef SAFECANCEL_SHIM_AUDIT_PLAIN_CALL_H
#define SAFECANCEL_SHIM_AUDIT_PLAIN_CALL_H

#include "walk.h"

namespace safecancel {

/* What makes it: an instruction, or where libc has a helper for it the call of that. */
struct PlainCall {
    uint64_t begin = 0, end = 0;
};

/*
 * Looks for it in the function at `start`, which calls `arch`.  On every path:
 * registers and the frame alone change, up to one system call whose number is the
 * caller's and whose result goes back as it is, or to the call of `arch`.  False:
 * walk->why says what is not so.
 */
bool find_plain_call(LibcObject *object, uint64_t start, uint64_t arch, Walk *walk, PlainCall *plain);

/* The i-th sentence about it, or nullptr past the last: the tests have a case for each. */
const char *plain_call_sentence(unsigned i);

} // namespace safecancel

#endif
