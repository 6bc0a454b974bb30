/* SPDX-License-Identifier: MIT */
/* Instructions that were decoded before; see remembered.h. */
#include "remembered.h"

#include <string.h>

namespace safecancel {
namespace {

/* The same bytes elsewhere are the same instruction, word for word. */
bool is_same_anywhere(const Instruction &instruction)
{
    return instruction.op != Op::Unknown && instruction.target == 0 && instruction.place != Place::Cell;
}

} // namespace

/* By the first four bytes of an instruction, or all of a shorter one. */
size_t Remembered::place(const uint8_t *code, size_t size)
{
    constexpr uint32_t kSpread = 0x9e3779b1; /* 2^32 by the golden ratio: Knuth's multiplicative hashing */
    uint32_t key = 0;
    memcpy(&key, code, size < sizeof key ? size : sizeof key);
    return (key * kSpread) >> 24;
}

/* How long the instruction is, nobody knows yet. */
const Instruction *Remembered::find(const uint8_t *code, size_t size) const
{
    for (size_t first = size < 4 ? size : 4; first != 0; --first) {
        const Entry &entry = entries_[place(code, first)];
        const size_t length = entry.instruction.size;
        if (length != 0 && length <= size && memcmp(entry.bytes, code, length) == 0)
            return &entry.instruction;
    }
    return nullptr;
}

void Remembered::keep(const uint8_t *code, const Instruction &instruction)
{
    if (instruction.size > kLongest || !is_same_anywhere(instruction))
        return;
    Entry &entry = entries_[place(code, instruction.size)];
    entry.instruction = instruction;
    memcpy(entry.bytes, code, instruction.size);
}

void Remembered::forget()
{
    memset(static_cast<void *>(entries_), 0, sizeof entries_);
}

} // namespace safecancel
