/* SPDX-License-Identifier: MIT */
/* Rules on the whole thunk's instructions: which there may be, where jumps go, and what surrounds the window. */
#include "rules.h"
#include "registers.h"
#include "shape.h"

namespace safecancel {
namespace {

template <typename Predicate> uint64_t first(const Listing &thunk, Predicate bad, unsigned skip = 0)
{
    for (const Instruction &insn : thunk)
        if (bad(insn) && skip-- == 0)
            return insn.address;
    return kHolds;
}

bool has_target(const Instruction &insn)
{
    return insn.op == Op::Jump || insn.op == Op::Branch || insn.op == Op::Call;
}

bool is_return(const Instruction &insn)
{
    return insn.op == Op::Return;
}

/* Rewriters of system calls look for room beside them; give none. */
uint64_t no_padding(const Listing &thunk)
{
    const auto is_padding = [](const Instruction &insn) { return insn.op == Op::Nop || insn.op == Op::Trap; };
    const auto is_edge = [](const Instruction &insn) { return is_thunk_call(insn) || is_return(insn); };
    return first(thunk, [&](const Instruction &insn) {
        return is_padding(insn) && ((&insn != thunk.begin() && is_edge(*(&insn - 1))) ||
                                    (&insn + 1 != thunk.end() && is_edge(*(&insn + 1))));
    });
}

uint64_t direct_jumps(const Listing &thunk)
{
    return first(thunk, [](const Instruction &insn) { return insn.op == Op::Indirect; });
}

/* By its address, or from a register that may hold where the thunk is. */
bool is_cell(const Instruction &insn)
{
    return insn.place == Place::Cell || (kArgumentsOnStack && insn.place == Place::Pointer);
}

bool is_understood(const Instruction &insn)
{
    const bool whole = (insn.width == 4 || insn.width == kWord) && insn.second == kNoRegister;
    if (is_own_form(insn))
        return true;
    switch (insn.op) {
    case Op::Unknown:
    case Op::And:
    case Op::Or:
    case Op::Constant:
    case Op::Address:
    case Op::Compute:
    case Op::StoreConstant:
    case Op::TestPointed:
    case Op::Mask:
    case Op::CompareExchange:
    case Op::LoadExclusive:
    case Op::StoreExclusive:
    case Op::OrMemory:
    case Op::ThreadPointer:
    case Op::InObject:
    case Op::Sign:
    case Op::OtherEntry:
    case Op::FastCall:
    case Op::PushMemory:
    case Op::Trap: return false;
    case Op::Load: return whole && (insn.place == Place::Frame || is_cell(insn));
    case Op::LoadLow:
    case Op::Store: return whole && insn.place == Place::Frame;
    case Op::TestRegister:
    case Op::Increment:
    case Op::Decrement: return insn.width == 4;
    case Op::Push:
    case Op::Pop:
    case Op::Compare: return insn.width == kWord;
    default: return true;
    }
}

uint64_t understood(const Listing &thunk)
{
    return first(thunk, [](const Instruction &insn) { return !is_understood(insn); });
}

uint64_t no_jump_into_window(const Listing &thunk)
{
    return first(thunk, [&](const Instruction &insn) { return has_target(insn) && thunk.in_window(insn.target); });
}

uint64_t calls_act(const Listing &thunk)
{
    return first(thunk, [&](const Instruction &insn) {
        return insn.op == Op::Call && insn.target != thunk.facts->act;
    });
}

uint64_t jumps_stay(const Listing &thunk)
{
    return first(thunk, [&](const Instruction &insn) {
        const bool leaves = (insn.op == Op::Jump || insn.op == Op::Branch) && !thunk.holds(insn.target);
        return leaves && !(insn.op == Op::Jump && insn.target == thunk.facts->failed);
    });
}

uint64_t jumps_to_instructions(const Listing &thunk)
{
    return first(thunk, [&](const Instruction &insn) {
        return has_target(insn) && thunk.holds(insn.target) && thunk.at(insn.target) == nullptr;
    });
}

uint64_t end_is_closed(const Listing &thunk)
{
    const Instruction &last = thunk.list[thunk.count - 1];
    return is_return(last) || last.op == Op::Jump ? kHolds : last.address;
}

uint64_t has_return(const Listing &thunk)
{
    return first(thunk, is_return) == kHolds ? thunk.facts->start : kHolds;
}

uint64_t one_return(const Listing &thunk)
{
    return first(thunk, is_return, 1);
}

uint64_t depth_marked(const Listing &thunk)
{
    const Instruction *begin = thunk.at(thunk.facts->begin);
    return is_marked_before(thunk, *begin) ? kHolds : begin->address;
}

uint64_t undone_at_end(const Listing &thunk)
{
    return undoes_mark(thunk, thunk.facts->end) ? kHolds : thunk.facts->end;
}

uint64_t undone_at_cancel(const Listing &thunk)
{
    return undoes_mark(thunk, thunk.facts->cancel) ? kHolds : thunk.facts->cancel;
}

void mark_reached(const Listing &thunk, const Instruction &insn, bool *reached)
{
    if (has_target(insn) && thunk.at(insn.target) != nullptr)
        reached[thunk.at(insn.target) - thunk.begin()] = true;
    if (insn.op != Op::Jump && insn.op != Op::Return && &insn + 1 != thunk.end())
        reached[&insn + 1 - thunk.begin()] = true;
}

/* Code that no path reaches is code that no path rule saw. */
uint64_t all_reached(const Listing &thunk)
{
    bool reached[Listing::kRoom] = {true};
    reached[thunk.at(thunk.facts->cancel) - thunk.begin()] = true;
    for (unsigned round = 0; round < thunk.count; ++round)
        for (const Instruction &insn : thunk)
            if (reached[&insn - thunk.begin()])
                mark_reached(thunk, insn, reached);
    return first(thunk, [&](const Instruction &insn) { return !reached[&insn - thunk.begin()]; });
}

constexpr ListingRule kTable[] = {
    {"no_padding", "padding beside a system call or a return, which rewriters look for", no_padding},
    {"direct_jumps", "a jump or call through a register or memory", direct_jumps},
    {"understood", "an instruction the audit does not understand", understood},
    {"no_jump_into_window", "a jump leads into the window", no_jump_into_window},
    {"calls_act", "calls something other than act", calls_act},
    {"jumps_stay", "a jump leaves the thunk for somewhere other than failed", jumps_stay},
    {"jumps_to_instructions", "a jump leads into the middle of an instruction", jumps_to_instructions},
    {"end_is_closed", "control runs off the end of the thunk", end_is_closed},
    {"has_return", "the thunk has no return", has_return},
    {"one_return", "the thunk has a second return", one_return},
    {"depth_marked", "the depth is not marked right before begin", depth_marked},
    {"undone_at_end", "the depth mark is not undone right after the window", undone_at_end},
    {"undone_at_cancel", "the depth mark is not undone right at cancel", undone_at_cancel},
    {"all_reached", "no path leads to this instruction", all_reached},
};

} // namespace

const Rules<ListingRule> kFlowRules = {kTable, sizeof kTable / sizeof *kTable};

} // namespace safecancel
