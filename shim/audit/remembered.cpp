/* SPDX-License-Identifier: MIT */
/* Instructions that were decoded before; see remembered.h. */
#include "remembered.h"

#include <string.h>

#include "registers.h"

namespace safecancel {
namespace {

/* Where an instruction leads, if that depends on where it is; null if it does not. */
uint64_t *place_led_to(Instruction *instruction)
{
    static_assert(sizeof instruction->displacement == sizeof instruction->target);
    if (instruction->place == Place::Cell)
        return reinterpret_cast<uint64_t *>(&instruction->displacement);
    return instruction->target != 0 ? &instruction->target : nullptr;
}

/* The `size` last bytes before `end`, lowest first, as a signed number. */
int64_t distance_before(const uint8_t *end, size_t size)
{
    int32_t distance = 0;
    if (size == sizeof distance)
        memcpy(&distance, end - size, size);
    else
        distance = static_cast<int8_t>(end[-1]);
    return distance;
}

/* An address as it is computed on this processor. */
uint64_t wrapped(uint64_t address)
{
    return kWord == 4 ? static_cast<uint32_t>(address) : address;
}

constexpr size_t kKey = sizeof(uint32_t);

/* The first four bytes, or as many as there are. */
uint32_t first_bytes(const uint8_t *code, size_t size)
{
    uint32_t bytes = 0;
    memcpy(&bytes, code, size < kKey ? size : kKey);
    return bytes;
}

} // namespace

/* By the first four bytes that are compared, or as many as there are: `size` of `bytes`, lowest first. */
size_t Remembered::place(uint32_t bytes, size_t size)
{
    constexpr uint32_t kSpread = 0x9e3779b1; /* 2^32 by the golden ratio: Knuth's multiplicative hashing */
    const uint32_t key = size < kKey ? bytes & ((uint32_t{1} << 8 * size) - 1) : bytes;
    return (key * kSpread) >> 24;
}

/*
 * How long the instruction is, nobody knows yet.  A distance of 0 is not computed
 * with: on some processors a call of the next instruction means something else.
 */
bool Remembered::find(const uint8_t *code, size_t size, uint64_t address, Instruction *instruction) const
{
    const uint32_t bytes = first_bytes(code, size);
    for (size_t first = size < kKey ? size : kKey; first != 0; --first) {
        const Entry &entry = entries_[place(bytes, first)];
        const size_t length = entry.instruction.size;
        if (length == 0 || length > size || memcmp(entry.bytes, code, entry.compared) != 0)
            continue;
        *instruction = entry.instruction;
        instruction->address = address;
        if (length == entry.compared)
            return true;
        const int64_t distance = distance_before(code + length, length - entry.compared);
        *place_led_to(instruction) = wrapped(instruction->next() + static_cast<uint64_t>(distance));
        return distance != 0;
    }
    return false;
}

void Remembered::keep(const uint8_t *code, const Instruction &instruction)
{
    Instruction kept = instruction;
    const uint64_t *led_to = place_led_to(&kept);
    const size_t size = kept.size, distance = led_to != nullptr ? distance_bytes(kept) : 0;
    if (kept.op == Op::Unknown || size > kLongest || (led_to != nullptr && distance == 0))
        return;
    if (distance != 0 && *led_to != wrapped(kept.next() + static_cast<uint64_t>(distance_before(code + size, distance))))
        return;
    Entry &entry = entries_[place(first_bytes(code, size), size - distance)];
    entry.instruction = kept;
    entry.compared = static_cast<uint8_t>(size - distance);
    memcpy(entry.bytes, code, size);
}

void Remembered::forget()
{
    memset(static_cast<void *>(entries_), 0, sizeof entries_);
}

} // namespace safecancel
