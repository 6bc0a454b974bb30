/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: the depth is counted, and the word tested, in a register; see ../shape.h. */
#include "../shape.h"

#include "registers.h"

namespace safecancel {
namespace {

bool is_of_thread(const Instruction &insn, Op op)
{
    return insn.op == op && insn.place == Place::Indexed && insn.width == 4;
}

/* "Load; add `by`; store", of one place and by one register. */
bool counts(const Instruction *first, int by)
{
    const Instruction &load = first[0], &sum = first[1], &store = first[2];
    return is_of_thread(load, Op::Load) && is_of_thread(store, Op::Store) && sum.op == Op::Address &&
           sum.width == 4 && sum.displacement == by && sum.to == load.to && sum.base == load.to &&
           store.from == load.to && store.base == load.base && store.index == load.index;
}

constexpr unsigned kSize = 3; /* instructions that a change of the depth takes */

} // namespace

bool is_marked_before(const Listing &thunk, const Instruction &begin)
{
    return &begin - thunk.begin() >= kSize && counts(&begin - kSize, 1);
}

/* By the registers that the mark was made with: the kernel gives them back, also if it restarts a call. */
bool undoes_mark(const Listing &thunk, uint64_t address)
{
    const Instruction *first = thunk.at(address);
    return thunk.end() - first >= kSize && counts(first, -1);
}

bool is_test(const Instruction &begin)
{
    return is_of_thread(begin, Op::Load);
}

/* Whether it is of the register that was loaded is a path rule, word_register. */
const Instruction *bits_of_test(const Listing &thunk, const Instruction &begin)
{
    const Instruction *test = &begin + 1;
    return test != thunk.end() && test->op == Op::TestRegister ? test : nullptr;
}

bool is_loaded_for_test(const Listing &thunk, const Instruction &insn)
{
    return insn.address == thunk.facts->begin && is_test(insn);
}

bool is_own_form(const Instruction &insn)
{
    return insn.op == Op::ThreadPointer || is_of_thread(insn, Op::Load) || is_of_thread(insn, Op::Store) ||
           (insn.op == Op::Address && insn.width == 4);
}

} // namespace safecancel
