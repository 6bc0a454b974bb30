/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: a call is 0x94000000 and a jump 0x14000000, with the distance from itself, in words, in the low 26 bits. */
#include "../calls.h"

#include <string.h>

namespace safecancel {

unsigned find_calls(const uint8_t *code, size_t size, uint64_t start, uint64_t target, uint64_t *found,
                    unsigned room)
{
    constexpr uint32_t kJump = 0x14000000, kDistance = 0x03ffffff, kCalls = 0x80000000;
    constexpr size_t kSize = 4;
    const int64_t reach = int64_t{1} << 27;
    unsigned count = 0;
    for (size_t offset = (0 - start) % kSize; offset + kSize <= size; offset += kSize) {
        uint32_t word;
        memcpy(&word, code + offset, sizeof word);
        const int64_t distance = static_cast<int64_t>(target - (start + offset));
        const uint32_t wanted = kJump | (static_cast<uint32_t>(distance / 4) & kDistance);
        if ((word & ~kCalls) != wanted || distance < -reach || distance >= reach)
            continue;
        if (count < room)
            found[count] = start + offset;
        ++count;
    }
    return count;
}

} // namespace safecancel
