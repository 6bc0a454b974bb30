/* SPDX-License-Identifier: MIT */
/*
 * The points of glibc >= 2.41; see points_audit.h.
 *
 * Each calls __syscall_cancel, that __internal_syscall_cancel, and that
 * __syscall_cancel_arch, unless the compiler put one into another.  The last
 * is assembly:
 *
 *     test CANCELED in *(first argument); branch to act; move arguments; syscall; ret
 *
 * which on 64-bit Arm loads the word into a register, whose bit the branch tests,
 * and on 32-bit x86, whose system call is `int $0x80` there, with the caller's
 * registers pushed before and popped behind.  Where nobody can cancel, what calls
 * it makes the system call itself (plain_call.h).
 */
#include <stdio.h>

#include "marks.h"
#include "plain_call.h"
#include "points_audit.h"
#include "window_table.h"

namespace safecancel {
namespace {

constexpr unsigned kWitnesses = 2; /* plain points that must lead to the same function */
constexpr unsigned kLongest = 48;  /* instructions of any of these functions that are looked at */
constexpr unsigned kDeepest = 3;   /* calls from a point to __syscall_cancel_arch */

/* The shape of __syscall_cancel_arch, an instruction after the other. */
class Arch {
public:
    explicit Arch(uint8_t canceled_bit) : canceled_bit_(canceled_bit) {}

    /* True when the function at `start` has it. */
    bool read(LibcObject *object, uint64_t start);

    uint64_t start = 0, end = 0, after = 0;
    uint64_t caller = 0; /* the function that calls it, once one is known */

private:
    bool fits(const Instruction &insn);
    bool is_move(const Instruction &insn);
    bool is_test(const Instruction &insn);
    bool is_branch(const Instruction &insn) const;

    uint8_t canceled_bit_;
    int64_t pushed_ = 0;   /* bytes, where the caller's registers are saved first */
    int8_t word_ = kFirstParameter; /* the register with the word's address */
    int8_t loaded_ = kNoRegister;   /* with the word, where that is tested in a register */
    bool tested_ = false, branched_ = false, called_ = false;
};

/* Of an argument: from a register or the caller's frame, or, of the word's address, into it. */
bool Arch::is_move(const Instruction &insn)
{
    const bool saves = kArgumentsOnStack && insn.op == Op::Push && !tested_;
    if (saves) {
        pushed_ += kWord;
        return true;
    }
    if ((insn.written >> kStackPointer & 1) != 0)
        return false;
    const bool of_frame = insn.place == Place::Frame;
    if (kArgumentsOnStack && insn.op == Op::Load && of_frame && !tested_)
        word_ = insn.displacement == pushed_ + int64_t{kWord} ? insn.to : kNoRegister;
    else if (!tested_ && word_ >= 0 && word_ < kRegisters && (insn.written >> word_ & 1) != 0)
        word_ = kNoRegister;
    if (insn.op == Op::Load)
        return of_frame || (insn.place == Place::Pointer && insn.base == kFirstParameter && !tested_);
    return insn.op == Op::Nop || insn.op == Op::Move || (insn.op == Op::Store && of_frame && branched_);
}

/* Of the word for CANCELED; or only its load, where the branch tests. */
bool Arch::is_test(const Instruction &insn)
{
    const bool of_word = insn.base != kNoRegister && insn.base == word_ && insn.displacement == 0;
    if (!kBranchesTest)
        return insn.op == Op::TestPointed && of_word && insn.immediate == canceled_bit_;
    loaded_ = insn.to;
    return insn.op == Op::Load && insn.place == Place::Pointer && insn.width == 4 && of_word;
}

bool Arch::is_branch(const Instruction &insn) const
{
    const bool tests = insn.from == loaded_ && insn.immediate == canceled_bit_;
    return insn.op == Op::Branch && insn.condition == Condition::NotEqual && (!kBranchesTest || tests);
}

bool Arch::fits(const Instruction &insn)
{
    if (called_)
        return insn.op == Op::Return || (kArgumentsOnStack && insn.op == Op::Pop);
    if (tested_ != branched_) {
        branched_ = is_branch(insn);
        return branched_;
    }
    if (!tested_ && (insn.op == Op::TestPointed || (kBranchesTest && insn.op == Op::Load))) {
        tested_ = is_test(insn);
        return tested_;
    }
    called_ = insn.op == Op::SystemCall && insn.place == Place::None;
    return called_ ? branched_ : is_move(insn);
}

bool Arch::read(LibcObject *object, uint64_t address)
{
    Instruction insn;
    tested_ = branched_ = called_ = false;
    pushed_ = 0;
    word_ = kFirstParameter;
    start = address;
    for (unsigned i = 0; i < kLongest && object->decode(address, &insn) && fits(insn); ++i) {
        address = insn.next();
        if (insn.op == Op::SystemCall)
            end = address;
        after = address;
        if (insn.op == Op::Return)
            return true;
    }
    return false;
}

/* Looks for it among the functions that the one at `start` calls, and those that they call. */
bool descend(LibcObject *object, uint64_t start, unsigned depth, Arch *arch)
{
    Instruction insn;
    uint64_t address = start;
    for (unsigned i = 0; i < kLongest && object->decode(address, &insn); ++i) {
        const bool calls = insn.op == Op::Call || insn.op == Op::Jump;
        if (calls && arch->read(object, insn.target)) {
            arch->caller = start;
            return true;
        }
        if (calls && depth > 1 && descend(object, insn.target, depth - 1, arch))
            return true;
        if (insn.op == Op::Return || insn.op == Op::Jump || insn.op == Op::Indirect)
            return false;
        address = insn.next();
    }
    return false;
}

/* Adds the window of the system call made where nobody can cancel; without one, says why. */
void add_plain_window(LibcObject *object, const Arch &arch, bool agreed, Walk *walk, sc_audit_found *found)
{
    PlainCall plain;
    if (!agreed)
        walk->why = "points come to their system call through different functions";
    else if (find_plain_call(object, arch.caller, arch.start, walk, &plain)) {
        if (add_window(plain.begin, plain.end, plain.end, SC_AUDIT_CALLS | SC_AUDIT_PLAIN, found))
            found->plain = 1;
        else
            walk->why = "the plain system call is inside the other window";
    }
    if (found->plain == 0)
        snprintf(found->no_plain, sizeof found->no_plain, "%s", walk->why);
}

} // namespace

bool find_unmarked_window(LibcObject *object, const Function *points, uint8_t canceled_bit, Walk *walk,
                          sc_audit_found *found)
{
    unsigned witnesses = 0;
    bool same_caller = true;
    Arch agreed(canceled_bit), arch(canceled_bit);
    for (unsigned i = 0; i < kPlainPointCount; ++i) {
        if (points[i].size == 0 || !descend(object, points[i].start, kDeepest, &arch))
            continue;
        if (witnesses++ == 0)
            agreed = arch;
        if (agreed.start != arch.start) {
            walk->why = "points make their system call in different functions";
            return false;
        }
        same_caller &= agreed.caller == arch.caller;
    }
    walk->why = "no function that points make their system call in is understood";
    if (witnesses < kWitnesses)
        return false;
    found->sites = 1;
    if (!add_window(agreed.start, agreed.end, agreed.after, SC_AUDIT_CALLS | SC_AUDIT_ARCH, found))
        return false;
    add_plain_window(object, agreed, same_caller, walk, found);
    return true;
}

} // namespace safecancel
