/* SPDX-License-Identifier: MIT */
/*
 * Instructions that were decoded before, by their bytes.  libc's points are much
 * alike: of their instructions most have been seen before, and Capstone takes
 * thousands of instructions for each that it decodes.
 *
 * What an instruction is depends on its bytes alone, and no instruction begins with
 * the whole of another: so where the bytes of one are met again it is that one.
 * Only its address is another; what depends on that (the target of a jump, a place
 * by the program counter) is not remembered, and neither is what the audit does
 * not understand.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_REMEMBERED_H
#define SAFECANCEL_SHIM_AUDIT_REMEMBERED_H

#include "instruction.h"

namespace safecancel {

/* Constant-initialised, and zero: pages of it that are not used cost nothing. */
class Remembered {
public:
    /* The instruction that the bytes begin with, but for its address; nullptr if it is not known. */
    const Instruction *find(const uint8_t *code, size_t size) const;

    /* Its bytes are at `code`. */
    void keep(const uint8_t *code, const Instruction &instruction);

    void forget();

private:
    static constexpr size_t kLongest = 15, kPlaces = 256;

    struct Entry {
        Instruction instruction;
        uint8_t bytes[kLongest];
    };

    static size_t place(const uint8_t *code, size_t size);

    Entry entries_[kPlaces] = {};
};

} // namespace safecancel

#endif
