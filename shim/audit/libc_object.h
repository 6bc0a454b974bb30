/* SPDX-License-Identifier: MIT */
/* One of libc's objects: its code, decoded where it is asked for, and its exported names. */
#ifndef SAFECANCEL_SHIM_AUDIT_LIBC_OBJECT_H
#define SAFECANCEL_SHIM_AUDIT_LIBC_OBJECT_H

#include "audit.h"
#include "disassembler.h"
#include "facts.h"

namespace safecancel {

/* Where an exported function's code lies. */
struct Function {
    uint64_t start = 0;
    uint64_t size = 0;
};

/* Exported points of glibc with nothing but a system call in them, whichever version it is. */
constexpr const char *kPlainPoints[] = {"fsync", "msync", "pause", "tcdrain", "mq_timedsend", "mq_timedreceive"};
constexpr unsigned kPlainPointCount = sizeof kPlainPoints / sizeof *kPlainPoints;

class LibcObject {
public:
    LibcObject(Disassembler *disassembler, const sc_audit_object &facts, const WordLayout &word)
        : disassembler_(disassembler), facts_(facts), word_(word)
    {
    }

    const sc_audit_object &facts() const { return facts_; }
    const WordLayout &word() const { return word_; }

    /* False where there is no code, or no instruction. */
    bool decode(uint64_t address, Instruction *insn);

    /* Up to `room` instructions, one behind the other.  Returns how many. */
    unsigned decode(uint64_t address, uint64_t size, Instruction *list, unsigned room);

    /* Looks up kPlainPoints; those not exported stay empty. */
    void find_plain_points(Function *points) const;

    /* The helper that makes system calls in this object, or 0: found when it is met. */
    uint64_t helper() const { return helper_; }

    /* The exported function nearest before `address`, or nullptr; its offset there. */
    const char *name_before(uint64_t address, uint64_t *offset) const;

    /* The same for windows[0, count), sorted, which are this object's. */
    void name_windows(sc_audit_window *windows, unsigned count) const;

private:
    bool holds(uint64_t address) const { return address - facts_.start < facts_.size; }

    /* <arch>: a call of a function that is better taken for an instruction. */
    void classify_call(Instruction *insn);

    Disassembler *disassembler_;
    const sc_audit_object &facts_;
    WordLayout word_;
    uint64_t helper_ = 0;
    uint64_t sets_errno_ = 0; /* the function that failed calls go through, once met */
    bool within_call_ = false;
};

} // namespace safecancel

#endif
