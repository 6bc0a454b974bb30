/* SPDX-License-Identifier: MIT */
/* x86: the depth is counted, and the word tested, in memory; see shape.h. */
#include "../shape.h"

namespace safecancel {

bool is_marked_before(const Listing &thunk, const Instruction &begin)
{
    return &begin != thunk.begin() && (&begin - 1)->op == Op::Increment;
}

/*
 * "Load the cell; depth -= 1".  The register is loaded anew, because the kernel
 * may have clobbered whichever the mark was made with: a signal can find the
 * thread in the window after a call was restarted.
 */
bool undoes_mark(const Listing &thunk, uint64_t address)
{
    const Instruction *load = thunk.at(address);
    return load->op == Op::Load && load + 1 != thunk.end() && load[1].op == Op::Decrement && load[1].base == load->to;
}

bool is_test(const Instruction &begin)
{
    return begin.op == Op::TestWord;
}

const Instruction *bits_of_test(const Listing &, const Instruction &begin)
{
    return &begin;
}

bool is_loaded_for_test(const Listing &, const Instruction &)
{
    return false;
}

bool is_own_form(const Instruction &)
{
    return false;
}

} // namespace safecancel
