/* SPDX-License-Identifier: MIT */
/*
 * A Capstone session.  One at a time: a statically linked Capstone takes its
 * memory from an arena in the audit object, so that arming allocates nothing
 * in the program; there the session of the first `open` serves all.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_DISASSEMBLER_H
#define SAFECANCEL_SHIM_AUDIT_DISASSEMBLER_H

#include <capstone/capstone.h>

#include "instruction.h"

namespace safecancel {

class Disassembler {
public:
    /* nullptr, or why it cannot be used.  `close` is right after either. */
    const char *open();
    void close();

    /*
     * Decodes from code[0, size), which runs at `address`, until `room`
     * instructions are there, the bytes end, or they are no instruction.
     * Returns how many.
     */
    unsigned decode(const uint8_t *code, size_t size, uint64_t address, Instruction *list, unsigned room);

    /* Has every instruction decoded anew from here on: for tests of what is remembered. */
    static void forget();

private:
    const char *open_anew();
    bool decode_anew(const uint8_t *code, size_t size, uint64_t address, Instruction *instruction);

    csh handle_ = 0;
    cs_insn *scratch_ = nullptr;
};

/* The processor's own part: one instruction from Capstone's words into ours. */
extern const cs_arch kProcessor;
extern const cs_mode kProcessorMode;
void classify(csh handle, const cs_insn &insn, Instruction *instruction);

/* What Capstone formats its text with.  Nobody reads that text but for the mnemonic, which is not formatted. */
extern const cs_vsnprintf_t kPrint;

/* The same of one that Capstone does not know, from `size` bytes; sets its size and name too.  False: nor do we. */
bool decode_unknown(const uint8_t *code, size_t size, Instruction *instruction);

/* Bytes of the arena the last session used; 0 with a shared Capstone. */
size_t arena_used();

} // namespace safecancel

#endif
