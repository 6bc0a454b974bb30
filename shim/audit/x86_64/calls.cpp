/* SPDX-License-Identifier: MIT */
/* x86-64: every processor has vectors. */
#include "../x86/find_calls.h"

namespace safecancel {

unsigned find_calls(const uint8_t *code, size_t size, uint64_t start, uint64_t target, uint64_t *found,
                    unsigned room)
{
    return find_calls_with_vectors(code, size, start, target, found, room);
}

} // namespace safecancel
