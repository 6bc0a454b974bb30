/* SPDX-License-Identifier: MIT */
/*
 * Rules on the window: test, branch to cancel, system call, and nothing else.
 *
 * Together they leave no other shape.  There are more of them than that needs,
 * because each says what a particular other shape would break.
 */
#include "rules.h"
#include "registers.h"
#include "shape.h"

namespace safecancel {
namespace {

/* The first instruction of the window that is `bad`, after `skip` that are. */
template <typename Predicate> uint64_t first_in_window(const Listing &thunk, Predicate bad, unsigned skip = 0)
{
    for (const Instruction &insn : thunk)
        if (thunk.in_window(insn.address) && bad(insn) && skip-- == 0)
            return insn.address;
    return kHolds;
}

bool is_system_call(const Instruction &insn)
{
    return is_thunk_call(insn);
}

bool enters_otherwise(const Instruction &insn)
{
    const bool enters = insn.op == Op::SystemCall || insn.op == Op::FastCall || insn.op == Op::OtherEntry;
    return enters && !is_thunk_call(insn);
}

bool is_branch(const Instruction &insn)
{
    return insn.condition != Condition::None || insn.op == Op::Branch || insn.op == Op::Jump || insn.op == Op::Indirect;
}

/* In the whole thunk, and before the others: it would look like a window without a system call. */
uint64_t by_system_call_only(const Listing &thunk)
{
    for (const Instruction &insn : thunk)
        if (enters_otherwise(insn))
            return insn.address;
    return kHolds;
}

uint64_t has_system_call(const Listing &thunk)
{
    return first_in_window(thunk, is_system_call) == kHolds ? thunk.facts->begin : kHolds;
}

uint64_t one_system_call(const Listing &thunk)
{
    return first_in_window(thunk, is_system_call, 1);
}

uint64_t system_call_is_last(const Listing &thunk)
{
    return first_in_window(thunk, [&](const Instruction &insn) {
        return insn.next() == thunk.facts->end && !is_system_call(insn);
    });
}

uint64_t test_is_first(const Listing &thunk)
{
    return is_test(*thunk.at(thunk.facts->begin)) ? kHolds : thunk.facts->begin;
}

uint64_t test_of_the_bits(const Listing &thunk)
{
    const Instruction *test = bits_of_test(thunk, *thunk.at(thunk.facts->begin));
    return test == nullptr || test->immediate == thunk.facts->tested_bits ? kHolds : test->address;
}

uint64_t no_stack_use(const Listing &thunk)
{
    return first_in_window(thunk, [](const Instruction &insn) {
        return insn.op == Op::Push || insn.op == Op::PushMemory || insn.op == Op::Here || insn.op == Op::Pop || insn.op == Op::AdjustStack || insn.op == Op::Call ||
               insn.op == Op::Return || (!is_system_call(insn) && (insn.written >> kStackPointer & 1) != 0);
    });
}

uint64_t no_memory_write(const Listing &thunk)
{
    return first_in_window(thunk, [](const Instruction &insn) { return insn.stores; });
}

/* Not even a register that nobody needs: the list of those would be one more thing to keep right. */
uint64_t no_register_write(const Listing &thunk)
{
    return first_in_window(thunk, [&](const Instruction &insn) {
        return !is_system_call(insn) && !loads_argument(insn) && !is_loaded_for_test(thunk, insn) && insn.written != 0;
    });
}

uint64_t has_branch(const Listing &thunk)
{
    return first_in_window(thunk, is_branch) == kHolds ? thunk.facts->begin : kHolds;
}

uint64_t one_branch(const Listing &thunk)
{
    return first_in_window(thunk, is_branch, 1);
}

uint64_t branch_if_pending(const Listing &thunk)
{
    return first_in_window(thunk, [](const Instruction &insn) {
        return is_branch(insn) && !(insn.op == Op::Branch && insn.condition == Condition::NotEqual);
    });
}

uint64_t branch_to_cancel(const Listing &thunk)
{
    return first_in_window(thunk, [&](const Instruction &insn) {
        return is_branch(insn) && insn.target != thunk.facts->cancel;
    });
}

uint64_t nothing_else(const Listing &thunk)
{
    const Instruction &begin = *thunk.at(thunk.facts->begin), *const test = bits_of_test(thunk, begin);
    return first_in_window(thunk, [&](const Instruction &insn) {
        return &insn != &begin && &insn != test && !is_branch(insn) && !is_system_call(insn) && !loads_argument(insn);
    });
}

constexpr ListingRule kTable[] = {
    {"by_system_call_only", "enters the kernel by another way than the system-call instruction", by_system_call_only},
    {"has_system_call", "the window holds no system call", has_system_call},
    {"one_system_call", "the window holds a second system call", one_system_call},
    {"system_call_is_last", "the last instruction of the window is not the system call", system_call_is_last},
    {"test_is_first", "the window does not begin with the test for a pending request", test_is_first},
    {"test_of_the_bits", "the test is not of the bits of a request alone", test_of_the_bits},
    {"no_stack_use", "the window uses the stack", no_stack_use},
    {"no_memory_write", "the window writes memory before the system call", no_memory_write},
    {"no_register_write", "the window changes a register before the system call", no_register_write},
    {"has_branch", "the window has no branch to cancel", has_branch},
    {"one_branch", "the window has a second branch", one_branch},
    {"branch_if_pending", "the window's branch is not the one taken when a request is pending", branch_if_pending},
    {"branch_to_cancel", "the window's branch does not go to cancel", branch_to_cancel},
    {"nothing_else", "the window holds more than the test, the branch and the system call", nothing_else},
};

} // namespace

const Rules<ListingRule> kWindowRules = {kTable, sizeof kTable / sizeof *kTable};

} // namespace safecancel
