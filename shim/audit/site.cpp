/* SPDX-License-Identifier: MIT */
/* Following a site; see site.h. */
#include "site.h"

namespace safecancel {
namespace {

constexpr const char *kNotACall = "not a call: control does not come back here";
constexpr const char *kBothPhases = "reached both before and after a system call";
constexpr const char *kOtherCall = "calls another function than the one that disables";
constexpr const char *kOtherType = "disables with something other than what enabling returned";
constexpr const char *kStoresBefore = "writes memory before the system call";
constexpr const char *kStoresElsewhere = "writes memory other than its frame and errno";
constexpr const char *kSecondCall = "a second system call";
constexpr const char *kLeaves = "leaves without disabling";
constexpr const char *kNotUnderstood = "an instruction the audit does not understand";
constexpr const char *kNoSystemCall = "no system call between enabling and disabling";
constexpr const char *kSentences[] = {kNotACall,     kBothPhases, kOtherCall, kOtherType,     kStoresBefore,
                                      kStoresElsewhere, kSecondCall, kLeaves,    kNotUnderstood, kNoSystemCall};

/* What enabling leaves in registers: it is a C function, or one that changes even less. */
Facts after_enabling()
{
    Facts facts;
    facts.registers[kResultRegister] = {Known::OldType, 0};
    return facts;
}

/*
 * Of the thread's own memory, at an offset that is libc's to know.  Where the
 * thread pointer is in a register, that may have been loaded before the site.
 */
bool may_be_errno(const Visit &visit)
{
    const Instruction &insn = visit.insn;
    if (insn.place != Place::Indexed)
        return insn.place == Place::Thread;
    const Fact base = visit.facts.registers[insn.base], offset = visit.facts.registers[insn.index];
    return insn.width == 4 && offset.known == Known::Cell && (base == Fact{Known::Self, 0} || base == Fact());
}

} // namespace

Step Site::wrong(const char *why)
{
    walk_->why = why;
    return Step::Wrong;
}

/*
 * The old type may be kept in the frame even before the system call, and arguments where the kernel
 * takes them from memory; after it, the result and anything else.
 */
Step Site::see_store(const Visit &visit)
{
    const Instruction &insn = visit.insn;
    const bool keeps_type = visit.facts.registers[insn.from].known == Known::OldType && insn.second == kNoRegister;
    if (visit.facts.phase == Phase::Before)
        return is_in_frame(insn) && (keeps_type || kWritesFrameFirst) ? Step::On : wrong(kStoresBefore);
    return is_in_frame(insn) || may_be_errno(visit) ? Step::On : wrong(kStoresElsewhere);
}

Step Site::see_call(const Visit &visit)
{
    const Facts &facts = visit.facts;
    const bool learns = disable_ == kAnyFunction && facts.phase == Phase::After;
    if (visit.insn.target != disable_ && !learns)
        return wrong(kOtherCall);
    if (!facts.passes_old_type())
        return wrong(kOtherType);
    disable_ = visit.insn.target;
    return Step::End;
}

/* Constants are arguments too, and the stack moves to pass one to the function that disables. */
Step Site::see_frame(const Visit &visit)
{
    const bool moves = visit.insn.op != Op::StoreConstant;
    if (kWritesFrameFirst && (moves || is_in_frame(visit.insn)))
        return Step::On;
    if (moves)
        return wrong(kNotUnderstood);
    return wrong(visit.facts.phase == Phase::After ? kStoresElsewhere : kStoresBefore);
}

Step Site::see_system_call(const Visit &visit)
{
    const Facts &facts = visit.facts;
    if (!is_libc_call(visit.insn) || facts.stack != 0 || facts.stack_unknown)
        return wrong(kNotUnderstood);
    if (facts.phase != Phase::Before)
        return wrong(kSecondCall);
    ++system_calls_;
    return Step::On;
}

Step Site::see(const Visit &visit)
{
    if (visit.facts.phase == Phase::Both)
        return wrong(kBothPhases);
    switch (visit.insn.op) {
    case Op::SystemCall: return see_system_call(visit);
    case Op::Call: return see_call(visit);
    case Op::Store: return see_store(visit);
    case Op::Nop:
    case Op::Load:
    case Op::LoadLow:
    case Op::Move:
    case Op::MoveLow:
    case Op::Constant:
    case Op::Address:
    case Op::And:
    case Op::Or:
    case Op::Mask:
    case Op::ThreadPointer:
    case Op::InObject:
    case Op::Compare:
    case Op::Compute:
    case Op::TestWord:
    case Op::TestPointed:
    case Op::TestRegister:
    case Op::Jump:
    case Op::Branch: return (visit.insn.written >> kStackPointer & 1) == 0 ? Step::On : wrong(kNotUnderstood);
    case Op::Return: return wrong(kLeaves);
    case Op::Indirect: return wrong(kLeaves);
    case Op::AdjustStack:
    case Op::Push:
    case Op::PushMemory:
    case Op::StoreConstant: return see_frame(visit);
    case Op::LoadExclusive:
    case Op::CompareExchange: locks_ = visit.facts.phase == Phase::Before; [[fallthrough]];
    case Op::StoreExclusive:
    case Op::OrMemory:
    case Op::Increment:
    case Op::Decrement:
        return wrong(visit.facts.phase == Phase::Before ? kStoresBefore : kStoresElsewhere);
    default: return wrong(kNotUnderstood);
    }
}

/* Whatever is not control goes on; what may lead where the audit cannot see is not followed. */
Step Site::pass(const Visit &visit)
{
    switch (visit.insn.op) {
    case Op::Call: return visit.insn.target == disable_ ? Step::End : wrong(kOtherCall);
    case Op::Return:
    case Op::Indirect: return wrong(kLeaves);
    case Op::Trap: return Step::End;
    case Op::Unknown: return visit.insn.target == 0 ? Step::On : wrong(kNotUnderstood);
    default: return Step::On;
    }
}

bool Site::cover(uint64_t call)
{
    Instruction insn;
    return object_->decode(call, &insn) && insn.op == Op::Call &&
           walk_->run(object_, insn.next(), Facts(), [this](const Visit &visit) { return pass(visit); });
}

bool Site::follow(uint64_t call)
{
    Instruction insn;
    walk_->at = call;
    if (!object_->decode(call, &insn) || insn.op != Op::Call) {
        walk_->why = kNotACall;
        return false;
    }
    if (!walk_->run(object_, insn.next(), after_enabling(), [this](const Visit &visit) { return see(visit); }))
        return false;
    walk_->at = call;
    walk_->why = system_calls_ == 0 ? kNoSystemCall : nullptr;
    return system_calls_ != 0;
}

uint32_t system_call_number(const Visit &visit)
{
    const Fact &number = visit.facts.registers[kNumberRegister];
    return number.known == Known::Constant ? static_cast<uint32_t>(number.detail) : SC_AUDIT_NUMBER_UNKNOWN;
}

const char *site_sentence(unsigned i)
{
    return i < sizeof kSentences / sizeof *kSentences ? kSentences[i] : nullptr;
}

} // namespace safecancel
