/* SPDX-License-Identifier: MIT */
/* x86-64: rules of its own. */
#include "../machine.h"

namespace safecancel {
namespace {

/* It needs none of them, so it need not save any. */
bool keeps_callers_registers(const Listing &, const State &, const Instruction &insn)
{
    for (const Register reg : kCalleeSaved)
        if ((insn.written >> reg & 1) != 0)
            return false;
    return true;
}

constexpr PathRule kTable[] = {
    {"keeps_callers_registers", "changes a register that belongs to the caller", keeps_callers_registers},
};

} // namespace

const Rules<PathRule> kOwnRules = {kTable, sizeof kTable / sizeof *kTable};

} // namespace safecancel
