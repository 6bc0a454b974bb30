/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: reading code that makes a system call.
 *
 *     push ecx; push edx; push ebp; mov ebp, ecx; syscall; int 0x80; pop ...; ret
 *
 * One straight line: registers are pushed and moved, the kernel is entered, the
 * same registers are popped, `ret`.  The kernel returns from a fast instruction
 * to behind the `int $0x80`, and winds back to that when it restarts a call: so
 * up to and at the last of the two nothing has been done.
 */
#include "entries.h"

#include <stdio.h>
#include <string.h>

#include "disassembler.h"
#include "registers.h"

namespace safecancel {
namespace {

constexpr const char *kTooLong = "it is longer than any known";
constexpr const char *kNotUnderstood = "an instruction the audit does not understand";
constexpr const char *kEntersTwice = "it enters the kernel a second time";
constexpr const char *kNotPopped = "it does not pop what it pushed";
constexpr const char *kPushesAfter = "it pushes after the system call";
constexpr const char *kChanges = "it changes a register that it does not pop";
constexpr const char *kNoCall = "it returns without a system call";
constexpr const char *kNoTrap = "no int $0x80, at which the kernel restarts, follows the fast instruction";
constexpr const char *kEndless = "it has no return";
constexpr const char *kSentences[] = {kTooLong,     kNotUnderstood, kEntersTwice, kNotPopped,
                                      kPushesAfter, kChanges,       kNoCall,      kNoTrap,    kEndless};

class Reader {
public:
    explicit Reader(sc_audit_entry *entry) : entry_(entry) {}

    const char *see(const Instruction &insn);
    bool returned() const { return returned_; }

private:
    const char *see_system_call(const Instruction &insn);
    const char *see_push(int8_t reg);
    const char *see_pop(int8_t reg);
    const char *see_move(int8_t reg) const;
    const char *see_return();
    void note(const Instruction &insn);

    static constexpr unsigned kMostPushed = 8;

    sc_audit_entry *entry_;
    int8_t pushed_[kMostPushed] = {};
    unsigned count_ = 0;
    bool fast_ = false, called_ = false, returned_ = false;
};

/* What is on the stack before the instruction. */
void Reader::note(const Instruction &insn)
{
    const uint64_t offset = insn.address - entry_->begin;
    entry_->depth[offset] = static_cast<uint8_t>(count_ * kWord);
    entry_->saved[offset] = SC_AUDIT_ENTRY_NONE;
    for (unsigned i = 0; i < count_; ++i)
        if (pushed_[i] == kFramePointer)
            entry_->saved[offset] = static_cast<uint8_t>((count_ - 1 - i) * kWord);
    if (!called_)
        entry_->before = static_cast<uint32_t>(offset);
    entry_->size = static_cast<uint32_t>(offset + insn.size);
}

const char *Reader::see_push(int8_t reg)
{
    if (called_ || fast_)
        return kPushesAfter;
    if (count_ == kMostPushed)
        return kTooLong;
    pushed_[count_++] = reg;
    return nullptr;
}

const char *Reader::see_pop(int8_t reg)
{
    if (!called_)
        return kNoCall;
    return count_ != 0 && pushed_[--count_] == reg ? nullptr : kNotPopped;
}

/* Only what is given back: not the number, the result, or anything else of the caller's. */
const char *Reader::see_move(int8_t reg) const
{
    if (reg == kStackPointer)
        return kNotUnderstood;
    if (fast_ && !called_)
        return kNoTrap;
    for (unsigned i = 0; i < count_; ++i)
        if (pushed_[i] == reg)
            return nullptr;
    return kChanges;
}

const char *Reader::see_system_call(const Instruction &insn)
{
    if (called_ || (fast_ && insn.op == Op::FastCall))
        return kEntersTwice;
    fast_ |= insn.op == Op::FastCall;
    called_ = insn.op == Op::SystemCall;
    return insn.place == Place::Frame ? kNotUnderstood : nullptr;
}

const char *Reader::see_return()
{
    returned_ = true;
    if (!called_)
        return fast_ ? kNoTrap : kNoCall;
    return count_ == 0 ? nullptr : kNotPopped;
}

const char *Reader::see(const Instruction &insn)
{
    if (insn.next() - entry_->begin > SC_AUDIT_ENTRY_SIZE)
        return kTooLong;
    note(insn);
    switch (insn.op) {
    case Op::Push: return see_push(insn.from);
    case Op::Pop: return see_pop(insn.to);
    case Op::FastCall:
    case Op::SystemCall: return see_system_call(insn);
    case Op::Return: return see_return();
    case Op::Nop: return nullptr;
    case Op::Move:
    case Op::Load: return see_move(insn.to);
    default: return kNotUnderstood;
    }
}

} // namespace

const char *map_entry(const Instruction *list, unsigned count, sc_audit_entry *entry)
{
    *entry = {};
    memset(entry->depth, SC_AUDIT_ENTRY_NONE, sizeof entry->depth);
    memset(entry->saved, SC_AUDIT_ENTRY_NONE, sizeof entry->saved);
    if (count == 0)
        return kNotUnderstood;
    entry->begin = list[0].address;
    Reader reader(entry);
    for (unsigned i = 0; i < count; ++i) {
        if (const char *why = reader.see(list[i]))
            return why;
        if (reader.returned())
            return nullptr;
    }
    return kEndless;
}

const char *entry_sentence(unsigned i)
{
    return i < sizeof kSentences / sizeof *kSentences ? kSentences[i] : nullptr;
}

} // namespace safecancel

extern "C" __attribute__((visibility("default"))) int sc_audit_kernel_entry(const uint8_t *code, size_t size,
                                                                            uint64_t start, sc_audit_entry *entry,
                                                                            char *message)
{
    constexpr unsigned kRoom = 24;
    safecancel::Instruction list[kRoom];
    safecancel::Disassembler disassembler;
    const char *why = disassembler.open();
    if (why == nullptr) {
        const unsigned count = disassembler.decode(code, size, start, list, kRoom);
        why = safecancel::map_entry(list, count, entry);
    }
    disassembler.close();
    snprintf(message, SC_AUDIT_MESSAGE, "%s", why != nullptr ? why : "");
    return why == nullptr ? 0 : -1;
}
