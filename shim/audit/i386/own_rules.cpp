/* SPDX-License-Identifier: MIT */
/* 32-bit x86: rules of its own, because the thunk has a frame and enters the kernel by a call. */
#include "../machine.h"

namespace safecancel {
namespace {

bool enters_by_entry(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::SystemCall || frame_value(state, frame_offset(state, insn)) == Value{Origin::Entry};
}

bool gives_registers_back(const Listing &thunk, const State &state, const Instruction &insn)
{
    if (is_leaving(thunk, insn))
        for (const Register reg : kCalleeSaved)
            if (state.registers[reg] != Value{Origin::Caller, reg})
                return false;
    return true;
}

constexpr PathRule kTable[] = {
    {"enters_by_entry", "enters the kernel by something other than the entry", enters_by_entry},
    {"gives_registers_back", "changes a register that belongs to the caller", gives_registers_back},
};

} // namespace

const Rules<PathRule> kOwnRules = {kTable, sizeof kTable / sizeof *kTable};

} // namespace safecancel
