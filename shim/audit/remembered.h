/* SPDX-License-Identifier: MIT */
/*
 * Instructions that were decoded before, by their bytes.  libc's points are much
 * alike: of their instructions most have been seen before, and Capstone takes
 * thousands of instructions for each that it decodes.
 *
 * What an instruction is depends on its bytes alone, and no instruction begins with
 * the whole of another: so where the bytes of one are met again it is that one.
 * Only its address is another.  Of a jump, a call, and a load by the program
 * counter the last bytes say how far from there it leads: for those all bytes
 * before are compared, and where it leads is computed.  What else depends on the
 * address is not remembered, and neither is what the audit does not understand.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_REMEMBERED_H
#define SAFECANCEL_SHIM_AUDIT_REMEMBERED_H

#include "instruction.h"

namespace safecancel {

/* <processor>: how many last bytes of the instruction are a distance from its end; 0: none, or it is not known. */
size_t distance_bytes(const Instruction &instruction);

/* Constant-initialised, and zero: pages of it that are not used cost nothing. */
class Remembered {
public:
    /* The instruction at `address` that the bytes begin with; false if it is not known. */
    bool find(const uint8_t *code, size_t size, uint64_t address, Instruction *instruction) const;

    /* Its bytes are at `code`. */
    void keep(const uint8_t *code, const Instruction &instruction);

    void forget();

private:
    static constexpr size_t kLongest = 15, kPlaces = 256;

    struct Entry {
        Instruction instruction;
        uint8_t bytes[kLongest];
        uint8_t compared; /* bytes that have to be the same; those behind are a distance */
    };

    static size_t place(uint32_t bytes, size_t size);

    Entry entries_[kPlaces] = {};
};

} // namespace safecancel

#endif
