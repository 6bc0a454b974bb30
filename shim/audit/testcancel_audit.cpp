/* SPDX-License-Identifier: MIT */
/*
 * A second witness of the layout: libc's own pthread_testcancel.
 *
 * It must begin with "word & mask; compare with CANCELED; branch", the word
 * read through the thread pointer or through its copy in the thread's head:
 *
 *     mov %fs:0x10, %rdx; mov 0x308(%rdx), %eax; and $0x39, %eax; cmp $0x8, %eax; je
 *     mrs x1, tpidr_el0; sub x1, x1, #0x618; ldr w0, [x1]; mov w2, #0x39; and w0, w0, w2; cmp w0, #0x8; b.eq
 *
 * The mask holds CANCELED, EXITING and the disabled bit, and neither
 * CANCELING nor the asynchronous one: glibc acts when nothing but CANCELED is
 * left of those.  Older mask bits beyond them (TERMINATED, the unused ones of
 * 2.31) are no concern.  Another shape is refused, not guessed at.
 */
#include <stdio.h>

#include "facts.h"
#include "thunk_audit.h"

namespace safecancel {
namespace {

constexpr const char *kNoInstruction = "these bytes are no instruction";
constexpr const char *kNotUnderstood = "an instruction the audit does not understand";
constexpr const char *kNoTest = "ends without a test of cancelhandling";
constexpr const char *kOtherWord = "reads another word than the one the descriptors name";
constexpr const char *kOtherMask = "tests other bits than CANCELED, EXITING and disabled";
constexpr const char *kOtherValue = "compares with something other than CANCELED";
constexpr const char *kSentences[] = {kNoInstruction, kNotUnderstood, kNoTest, kOtherWord, kOtherMask, kOtherValue};

/* The test comes first: what libc does afterwards is its own affair. */
constexpr unsigned kRoom = 16;

/* What has been seen, one instruction after the other. */
struct Witness {
    const sc_audit_testcancel &facts;
    Facts known = {};          /* which registers hold the thread pointer, an address from it, or a constant */
    int8_t word = kNoRegister; /* holds cancelhandling, masked or not */
    bool masked = false;
    bool compared = false;
    bool done = false;
    const char *wrong = nullptr; /* a sentence of the above */
    int64_t got = 0;
    int64_t expected = 0;
};

void expect(Witness *witness, int64_t got, int64_t expected, const char *sentence)
{
    if (got == expected)
        return;
    witness->wrong = sentence;
    witness->got = got;
    witness->expected = expected;
}

void see_word(Witness *witness, const Instruction &insn)
{
    const bool by_address = insn.place == Place::Pointer;
    const int64_t from = by_address ? witness->known.registers[insn.base].detail : 0;
    witness->word = insn.to;
    witness->masked = false;
    expect(witness, from + insn.displacement, witness->facts.word_offset, kOtherWord);
}

void see_load(Witness *witness, const Instruction &insn)
{
    const bool by_thread = insn.place == Place::ThreadFixed;
    const bool by_self = insn.place == Place::Pointer && witness->known.registers[insn.base].known == Known::Self;
    if (by_thread && insn.width == kWord && insn.displacement == kThreadSelf)
        return;
    if ((by_thread || by_self) && insn.width == 4)
        see_word(witness, insn);
    else
        witness->wrong = kNotUnderstood;
}

/* CANCELED, EXITING and disabled must be in the mask, the two others of the low five bits not. */
void see_mask(Witness *witness, int64_t mask)
{
    constexpr int64_t kLowBits = 0x1f;
    const sc_audit_testcancel &facts = witness->facts;
    const int64_t tested = facts.canceled_bit | facts.exiting_bit | facts.disabled_bit;
    witness->masked = true;
    expect(witness, mask & kLowBits, tested, kOtherMask);
}

/* The mask may be a constant in a register. */
void see_and(Witness *witness, const Instruction &insn)
{
    witness->word = insn.to;
    if (insn.op == Op::And)
        return see_mask(witness, insn.immediate);
    const Fact &mask = witness->known.registers[insn.second];
    if (mask.known == Known::Constant)
        see_mask(witness, mask.detail);
    else
        witness->wrong = kNotUnderstood;
}

/* Before the test: registers are saved, and what it needs is put into others. */
bool is_preparation(const Witness &witness, const Instruction &insn)
{
    switch (insn.op) {
    case Op::Nop:
    case Op::Push:
    case Op::AdjustStack:
    case Op::Sign:
    case Op::ThreadPointer: return true;
    case Op::Store: return kSavesRegistersFirst && is_in_frame(insn);
    case Op::Move: return kSavesRegistersFirst && insn.from == kStackPointer;
    case Op::Constant: return kBranchesTest && insn.to != witness.word;
    case Op::Address: return witness.known.registers[insn.base].known == Known::Self && insn.to != witness.word;
    default: return false;
    }
}

void see_compare(Witness *witness, const Instruction &insn)
{
    witness->compared = true;
    expect(witness, insn.immediate, witness->facts.canceled_bit, kOtherValue);
}

void see(Witness *witness, const Instruction &insn)
{
    const bool of_word = witness->word != kNoRegister && insn.from == witness->word && insn.width == 4;
    const bool equality = insn.condition == Condition::Equal || insn.condition == Condition::NotEqual;
    if (witness->compared && insn.op == Op::Branch && equality)
        witness->done = true;
    else if (witness->compared)
        witness->wrong = kNotUnderstood;
    else if (insn.op == Op::Load)
        see_load(witness, insn);
    else if ((insn.op == Op::And || insn.op == Op::Mask) && of_word && !witness->masked)
        see_and(witness, insn);
    else if (insn.op == Op::Compare && of_word && witness->masked)
        see_compare(witness, insn);
    else if (!is_preparation(*witness, insn))
        witness->wrong = kNotUnderstood;
    apply({witness->facts.word_offset, 0}, insn, &witness->known);
}

void report(const Witness &witness, uint64_t address, const char *name, char *message)
{
    const unsigned long long offset = address - witness.facts.start;
    const int written =
        snprintf(message, SC_AUDIT_MESSAGE, "pthread_testcancel+0x%llx%s: %s", offset, name, witness.wrong);
    if (witness.got == witness.expected || written < 0 || written >= SC_AUDIT_MESSAGE)
        return;
    snprintf(message + written, static_cast<size_t>(SC_AUDIT_MESSAGE - written), ": 0x%llx, not 0x%llx",
             static_cast<unsigned long long>(witness.got), static_cast<unsigned long long>(witness.expected));
}

void report_at(const Witness &witness, const Instruction &insn, char *message)
{
    char name[sizeof insn.name + 4];
    snprintf(name, sizeof name, " (%s)", insn.name);
    report(witness, insn.address, name, message);
}

} // namespace

bool testcancel_passes(Disassembler *disassembler, const sc_audit_testcancel &facts, char *message)
{
    if (facts.code == nullptr)
        return true;
    Instruction list[kRoom];
    Witness witness{facts};
    const unsigned count = disassembler->decode(facts.code, facts.size, facts.start, list, kRoom);
    for (unsigned i = 0; i < count && !witness.done; ++i) {
        see(&witness, list[i]);
        if (witness.wrong != nullptr) {
            report_at(witness, list[i], message);
            return false;
        }
    }
    if (witness.done)
        return true;
    const uint64_t end = count == 0 ? facts.start : list[count - 1].next();
    witness.wrong = count < kRoom && end - facts.start < facts.size ? kNoInstruction : kNoTest;
    report(witness, end, "", message);
    return false;
}

const char *testcancel_sentence(unsigned i)
{
    return i < sizeof kSentences / sizeof *kSentences ? kSentences[i] : nullptr;
}

} // namespace safecancel
