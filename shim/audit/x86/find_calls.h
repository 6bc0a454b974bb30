/* SPDX-License-Identifier: MIT */
/* The ways to find_calls of calls.h. */
#ifndef SAFECANCEL_SHIM_AUDIT_X86_FIND_CALLS_H
#define SAFECANCEL_SHIM_AUDIT_X86_FIND_CALLS_H

#include "../calls.h"

namespace safecancel {

/* By vector registers (SSE2), which not every 32-bit processor has. */
unsigned find_calls_with_vectors(const uint8_t *code, size_t size, uint64_t start, uint64_t target,
                                 uint64_t *found, unsigned room);

/* One place after the other. */
unsigned find_calls_one_by_one(const uint8_t *code, size_t size, uint64_t start, uint64_t target,
                               uint64_t *found, unsigned room);

} // namespace safecancel

#endif
