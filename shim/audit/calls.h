/* SPDX-License-Identifier: MIT */
/* Finding the calls of a function in a whole object without decoding it. */
#ifndef SAFECANCEL_SHIM_AUDIT_CALLS_H
#define SAFECANCEL_SHIM_AUDIT_CALLS_H

#include <stddef.h>
#include <stdint.h>

namespace safecancel {

/*
 * Stores the addresses of all direct calls of, and unconditional jumps to,
 * `target` in code[0, size), which runs at `start`, lowest first; at most
 * `room`.  Returns how many there are, which can be more.  Bytes that only look
 * like a call are among them, with a chance of one in thousands for each libc.
 */
unsigned find_calls(const uint8_t *code, size_t size, uint64_t start, uint64_t target, uint64_t *found,
                    unsigned room);

} // namespace safecancel

#endif
