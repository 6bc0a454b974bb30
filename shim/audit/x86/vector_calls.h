/* SPDX-License-Identifier: MIT */
/* find_calls of calls.h by vector registers (SSE2), which not every 32-bit processor has. */
#ifndef SAFECANCEL_SHIM_AUDIT_X86_VECTOR_CALLS_H
#define SAFECANCEL_SHIM_AUDIT_X86_VECTOR_CALLS_H

#include "../calls.h"

namespace safecancel {

unsigned find_calls_with_vectors(const uint8_t *code, size_t size, uint64_t start, uint64_t target,
                                 uint64_t *found, unsigned room);

#ifdef __i386__
/* Without: one place after the other. */
unsigned find_calls_one_by_one(const uint8_t *code, size_t size, uint64_t start, uint64_t target,
                               uint64_t *found, unsigned room);
#endif

} // namespace safecancel

#endif
