/* SPDX-License-Identifier: MIT */
/* Reading the functions that enable and disable; see marks.h. */
#include "marks.h"

namespace safecancel {
namespace {

/* Padding between two blocks of a function; more than this is another function. */
constexpr uint64_t kMostPadding = 16;

class Mark {
public:
    Mark(LibcObject *object, Walk *walk, Known change) : object_(object), walk_(walk), change_(change) {}

    bool read(uint64_t start, Extent *extent);

private:
    Step see(const Visit &visit);
    bool acts_upon_request(const Visit &visit) const;
    Step see_load_exclusive(const Visit &visit);
    Step see_exchange(const Visit &visit);
    Step see_return(const Facts &facts);
    Step wrong(const char *why);

    LibcObject *object_;
    Walk *walk_;
    Known change_; /* what the exchange puts in the word's place */
    bool returns_ = false;
    uint64_t exchange_ = 0;
};

Step Mark::wrong(const char *why)
{
    walk_->why = why;
    return Step::Wrong;
}

/* Once the mark is made: EXITING is set, where that takes an exchange too. */
bool Mark::acts_upon_request(const Visit &visit) const
{
    const bool changed = exchange_ != 0 && exchange_ != visit.insn.address && visit.facts.phase == Phase::After;
    const Known put = visit.facts.registers[visit.insn.from].known;
    return changed && put != Known::WordSet && put != Known::WordCleared;
}

/* The first half of an exchange, whose second is StoreExclusive. */
Step Mark::see_load_exclusive(const Visit &visit)
{
    const bool of_word = is_word(object_->word(), visit.facts, visit.insn) && visit.insn.width == 4;
    return of_word ? Step::On : wrong("changes something other than cancelhandling");
}

Step Mark::see_exchange(const Visit &visit)
{
    const Instruction &insn = visit.insn;
    if (!is_word(object_->word(), visit.facts, insn) || insn.width != 4)
        return wrong("changes something other than cancelhandling");
    const Fact *registers = visit.facts.registers;
    const bool compares = insn.op == Op::StoreExclusive || registers[insn.to].known == Known::Word;
    if (acts_upon_request(visit))
        return Step::On;
    if (registers[insn.from].known != change_ || !compares)
        return wrong("changes cancelhandling otherwise than by the asynchronous bit");
    if (exchange_ != 0 && exchange_ != insn.address)
        return wrong("changes cancelhandling in two places");
    exchange_ = insn.address;
    return Step::On;
}

/* The function that enables returns the word as it was: its asynchronous bit is what the other one is given. */
Step Mark::see_return(const Facts &facts)
{
    if (change_ == Known::WordSet && facts.registers[kResultRegister].known != Known::Word)
        return wrong("does not return what cancelhandling was");
    returns_ = true;
    return Step::End;
}

/*
 * Behind the exchange both may do more: one acts upon a request, the other
 * waits while one is being sent.  Of that only the extent matters; it ends in
 * calls that do not return.
 */
Step Mark::see(const Visit &visit)
{
    const bool changed = visit.facts.phase == Phase::After;
    switch (visit.insn.op) {
    case Op::LoadExclusive: return see_load_exclusive(visit);
    case Op::StoreExclusive:
    case Op::CompareExchange: return see_exchange(visit);
    case Op::Return: return see_return(visit.facts);
    case Op::Call: return changed ? Step::End : wrong("calls another function");
    case Op::Nop:
    case Op::Load:
    case Op::Move:
    case Op::Constant:
    case Op::Address:
    case Op::And:
    case Op::Or:
    case Op::Mask:
    case Op::ThreadPointer:
    case Op::InObject:
    case Op::Sign:
    case Op::Compare:
    case Op::Compute:
    case Op::TestRegister:
    case Op::Jump:
    case Op::Branch: return Step::On;
    case Op::AdjustStack:
    case Op::Push:
    case Op::Pop:
        if (kSavesRegistersFirst)
            return Step::On;
        [[fallthrough]];
    case Op::Store:
        if (kSavesRegistersFirst && is_in_frame(visit.insn))
            return Step::On;
        [[fallthrough]];
    case Op::PushMemory:
    case Op::StoreConstant:
    case Op::OrMemory:
    case Op::SystemCall:
        return changed ? Step::On : wrong("does more than change cancelhandling");
    default: return wrong("an instruction the audit does not understand");
    }
}

bool Mark::read(uint64_t start, Extent *extent)
{
    if (!walk_->run(object_, start, Facts(), [this](const Visit &visit) { return see(visit); }))
        return false;
    if (exchange_ == 0 || !returns_) {
        walk_->why = "does not change cancelhandling";
        return false;
    }
    walk_->sort();
    *extent = {start, start};
    for (const Visit &visit : *walk_) {
        if (visit.insn.address < start || visit.insn.address > extent->limit + kMostPadding) {
            walk_->why = "lies in several pieces";
            return false;
        }
        extent->limit = visit.insn.next();
    }
    return true;
}

} // namespace

bool is_enable(LibcObject *object, uint64_t start, Walk *walk, Extent *extent)
{
    return Mark(object, walk, Known::WordSet).read(start, extent);
}

bool is_disable(LibcObject *object, uint64_t start, Walk *walk, Extent *extent)
{
    return Mark(object, walk, Known::WordCleared).read(start, extent);
}

} // namespace safecancel
