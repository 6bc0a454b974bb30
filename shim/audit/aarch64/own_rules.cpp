/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: rules of its own, because the return address is in a register. */
#include "../machine.h"

namespace safecancel {
namespace {

bool gives_registers_back(const Listing &thunk, const State &state, const Instruction &insn)
{
    if (is_leaving(thunk, insn))
        for (const Register reg : kCalleeSaved)
            if (state.registers[reg] != Value{Origin::Caller, reg})
                return false;
    return true;
}

/* The frame is unwound at any instruction: the way back must be where the unwind tables have it. */
bool return_address_kept(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::SystemCall || state.registers[x30] == Value{Origin::Caller, x30};
}

constexpr PathRule kTable[] = {
    {"return_address_kept", "the return address is not in its register at the system call", return_address_kept},
    {"gives_registers_back", "changes a register that belongs to the caller", gives_registers_back},
};

} // namespace

const Rules<PathRule> kOwnRules = {kTable, sizeof kTable / sizeof *kTable};

} // namespace safecancel
