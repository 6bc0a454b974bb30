/* SPDX-License-Identifier: MIT */
/* Finding the system call of points that cannot be cancelled; see plain_call.h. */
#include "plain_call.h"

#include "site.h"

namespace safecancel {
namespace {

constexpr const char *kBothPhases = "reached both before and after the plain system call";
constexpr const char *kSecondCall = "a second plain system call";
constexpr const char *kOwnNumber = "the plain system call is not the caller's";
constexpr const char *kOtherResult = "the plain system call's result is changed";
constexpr const char *kStores = "writes memory other than its frame beside the plain system call";
constexpr const char *kOtherCall = "calls another function before the plain system call";
constexpr const char *kNoSystemCall = "returns without a system call";
constexpr const char *kNone = "no plain system call that returns";
constexpr const char *kNotUnderstood = "an instruction the audit does not understand beside the plain system call";
constexpr const char *kSentences[] = {kBothPhases, kSecondCall,   kOwnNumber, kOtherResult,  kStores,
                                      kOtherCall,  kNoSystemCall, kNone,      kNotUnderstood};

/* Or the stack, or where control goes within the function. */
bool changes_registers_alone(Op op)
{
    switch (op) {
    case Op::Nop:
    case Op::Load:
    case Op::LoadLow:
    case Op::Move:
    case Op::MoveLow:
    case Op::Push:
    case Op::Pop:
    case Op::PushMemory:
    case Op::AdjustStack:
    case Op::And:
    case Op::Or:
    case Op::Mask:
    case Op::Compare:
    case Op::Constant:
    case Op::Address:
    case Op::Compute:
    case Op::TestWord:
    case Op::TestPointed:
    case Op::TestRegister:
    case Op::ThreadPointer:
    case Op::InObject:
    case Op::Sign:
    case Op::Jump:
    case Op::Branch: return true;
    default: return false;
    }
}

class PlainPath {
public:
    PlainPath(uint64_t arch, Walk *walk, PlainCall *plain) : arch_(arch), walk_(walk), plain_(plain) {}

    Step see(const Visit &visit);
    bool returns() const { return returns_; }

private:
    Step see_system_call(const Visit &visit);
    Step see_call(const Visit &visit);
    Step see_return(const Visit &visit);
    Step wrong(const char *why);

    uint64_t arch_;
    Walk *walk_;
    PlainCall *plain_;
    bool returns_ = false;
};

Step PlainPath::wrong(const char *why)
{
    walk_->why = why;
    return Step::Wrong;
}

Step PlainPath::see_system_call(const Visit &visit)
{
    const Instruction &insn = visit.insn;
    if (!is_libc_call(insn) || visit.facts.stack_unknown)
        return wrong(kNotUnderstood);
    const bool another = plain_->begin != 0 && plain_->begin != insn.address;
    if (another || visit.facts.phase != Phase::Before)
        return wrong(kSecondCall);
    if (system_call_number(visit) != SC_AUDIT_NUMBER_UNKNOWN)
        return wrong(kOwnNumber);
    *plain_ = {insn.address, insn.next()};
    return Step::On;
}

/* Behind the system call only what never comes back is called: __stack_chk_fail. */
Step PlainPath::see_call(const Visit &visit)
{
    const bool before = visit.facts.phase == Phase::Before;
    if (before == (visit.insn.target == arch_))
        return Step::End;
    return wrong(before ? kOtherCall : kSecondCall);
}

Step PlainPath::see_return(const Visit &visit)
{
    returns_ = visit.facts.phase == Phase::After;
    return returns_ ? Step::End : wrong(kNoSystemCall);
}

Step PlainPath::see(const Visit &visit)
{
    const Instruction &insn = visit.insn;
    if (visit.facts.phase == Phase::Both)
        return wrong(kBothPhases);
    if (insn.op == Op::Call || (insn.op == Op::Jump && insn.target == arch_))
        return see_call(visit);
    if (insn.op == Op::SystemCall)
        return see_system_call(visit);
    if (insn.op == Op::Return)
        return see_return(visit);
    if (visit.facts.phase == Phase::After && (insn.written >> kResultRegister & 1) != 0)
        return wrong(kOtherResult);
    if (insn.op == Op::Store || insn.op == Op::StoreConstant)
        return is_in_frame(insn) ? Step::On : wrong(kStores);
    return changes_registers_alone(insn.op) ? Step::On : wrong(kNotUnderstood);
}

} // namespace

bool find_plain_call(LibcObject *object, uint64_t start, uint64_t arch, Walk *walk, PlainCall *plain)
{
    PlainPath path(arch, walk, plain);
    *plain = {};
    if (!walk->run(object, start, Facts(), [&path](const Visit &visit) { return path.see(visit); }))
        return false;
    walk->why = path.returns() ? nullptr : kNone;
    return path.returns();
}

const char *plain_call_sentence(unsigned i)
{
    return i < sizeof kSentences / sizeof *kSentences ? kSentences[i] : nullptr;
}

} // namespace safecancel
