/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: a call is 0xe8 and a jump 0xe9, with the distance from the next
 * instruction in four bytes, lowest first.  Not every such processor has vector
 * registers, so one place after the other is looked at.
 */
#include "../calls.h"

#include <string.h>

namespace safecancel {

unsigned find_calls(const uint8_t *code, size_t size, uint64_t start, uint64_t target, uint64_t *found,
                    unsigned room)
{
    constexpr size_t kSize = 5; /* of either instruction */
    unsigned count = 0;
    uint32_t wanted = static_cast<uint32_t>(target - start - kSize);
    for (size_t offset = 0; offset + kSize <= size; ++offset, --wanted) {
        uint32_t distance;
        memcpy(&distance, code + offset + 1, sizeof distance);
        if (distance != wanted || (code[offset] & 0xfe) != 0xe8)
            continue;
        if (count < room)
            found[count] = start + offset;
        ++count;
    }
    return count;
}

} // namespace safecancel
