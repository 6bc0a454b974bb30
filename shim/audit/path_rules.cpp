/* SPDX-License-Identifier: MIT */
/*
 * Rules on what is known when control comes to an instruction.
 *
 * Each holds at all but the few instructions it is about.  Those before the
 * window are asked first, because a path goes there first.
 */
#include "machine.h"

namespace safecancel {
namespace {

/* A branch on what a register holds. */
bool tests_register(const Instruction &insn)
{
    return insn.op == Op::Branch && insn.from != kNoRegister;
}

bool no_loop(const Listing &thunk, const State &state, const Instruction &insn)
{
    return !state.seen[&insn - thunk.begin()];
}

bool own_frame_only(const Listing &, const State &state, const Instruction &insn)
{
    if (insn.op == Op::Push || insn.op == Op::Here)
        return state.stack - int64_t{kWord} >= -State::kFrame && state.stack % 4 == 0;
    if (insn.op != Op::Store || insn.place == Place::Indexed)
        return true;
    const int64_t offset = frame_offset(state, insn);
    return offset >= -State::kFrame && offset >= state.stack - kRedZone && offset + insn.width <= 0 && offset % 4 == 0;
}

bool stack_below_return(const Listing &, const State &state, const Instruction &insn)
{
    const int64_t by = insn.op == Op::Pop ? int64_t{kWord} : insn.op == Op::AdjustStack ? insn.immediate : 0;
    return state.stack + by <= 0;
}

bool depth_register(const Listing &, const State &state, const Instruction &insn)
{
    if (insn.op == Op::Store && insn.place == Place::Indexed)
        return changes_depth(state, insn);
    if (insn.op != Op::Increment && insn.op != Op::Decrement)
        return true;
    return state.registers[insn.base] == Value{Origin::DepthOffset};
}

/* `failed` and the way from cancel need it, and a signal may take any instruction of the window to cancel. */
bool request_saved(const Listing &thunk, const State &state, const Instruction &insn)
{
    if (insn.address != thunk.facts->begin)
        return true;
    for (int64_t offset = state.stack - kRedZone; offset < 0; offset += State::kSlot)
        if (state.frame[(offset + State::kFrame) / State::kSlot].value == Value{Origin::Request})
            return true;
    return kept_in_register(state, Value{Origin::Request});
}

bool word_register(const Listing &thunk, const State &state, const Instruction &insn)
{
    if (insn.op == Op::TestRegister && thunk.in_window(insn.address))
        return state.registers[insn.from] == Value{Origin::Word};
    return insn.op != Op::TestWord || state.registers[insn.base] == Value{Origin::WordOffset};
}

bool no_call_after_system_call(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::Call || state.system_calls == 0;
}

bool call_from_cancel(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::Call || state.from_cancel;
}

bool act_once(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::Call || state.acts == 0;
}

bool stack_aligned(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::Call || (state.stack + kStackAtEntry) % kStackAlignment == 0;
}

bool system_call_once(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::SystemCall || state.system_calls == 0;
}

bool act_before_system_call(const Listing &thunk, const State &state, const Instruction &insn)
{
    return insn.op != Op::SystemCall || thunk.in_window(insn.address) || state.acts == 1;
}

bool arguments_kept(const Listing &, const State &state, const Instruction &insn)
{
    if (insn.op != Op::SystemCall)
        return true;
    for (int8_t i = 0; i < kMostArguments; ++i)
        if (state.registers[kArguments[i]] != argument(i))
            return false;
    return true;
}

bool number_of_request(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::SystemCall || state.registers[kNumberRegister] == Value{Origin::Number};
}

bool stack_as_at_entry(const Listing &thunk, const State &state, const Instruction &insn)
{
    const bool at_call = !kArgumentsOnStack && insn.op == Op::SystemCall;
    const bool matters = at_call || is_leaving(thunk, insn);
    return !matters || state.stack == 0;
}

bool depth_balanced(const Listing &thunk, const State &state, const Instruction &insn)
{
    if (insn.op != Op::SystemCall && insn.op != Op::Call && !is_leaving(thunk, insn))
        return true;
    return state.depth == (thunk.in_window(insn.address) ? 1 : 0);
}

bool branch_understood(const Listing &thunk, const State &state, const Instruction &insn)
{
    bool inverted = false;
    if (insn.op != Op::Branch)
        return true;
    if (thunk.in_window(insn.address))
        return !tests_register(insn) && state.flags == Flags::Pending;
    return separates_errors(state, insn, &inverted);
}

bool result_returned(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::Return || state.registers[kResultRegister] == Value{Origin::Result};
}

bool no_error_returned(const Listing &, const State &state, const Instruction &insn)
{
    return insn.op != Op::Return || state.outcome == Outcome::Success;
}

bool failed_on_error(const Listing &thunk, const State &state, const Instruction &insn)
{
    return !is_failing(thunk, insn) || state.outcome == Outcome::Error;
}

bool failed_given_result(const Listing &thunk, const State &state, const Instruction &insn)
{
    return !is_failing(thunk, insn) || state.registers[kFailedResult] == Value{Origin::Result};
}

bool failed_given_request(const Listing &thunk, const State &state, const Instruction &insn)
{
    return !is_failing(thunk, insn) || state.registers[kFailedRequest] == Value{Origin::Request};
}

constexpr PathRule kTable[] = {
    {"no_loop", "a path comes back to this instruction", no_loop},
    {"own_frame_only", "writes memory that is neither a slot of its frame nor the depth", own_frame_only},
    {"stack_below_return", "the stack pointer rises above the return address", stack_below_return},
    {"depth_register", "marks something other than the depth", depth_register},
    {"request_saved", "the request is not saved when the window begins", request_saved},
    {"word_register", "tests something other than the thread's cancelhandling", word_register},
    {"no_call_after_system_call", "a call after the system call", no_call_after_system_call},
    {"call_from_cancel", "a call on a path that does not come from cancel", call_from_cancel},
    {"act_once", "act is called a second time", act_once},
    {"stack_aligned", "the stack is not aligned for the call", stack_aligned},
    {"system_call_once", "a second system call on the same path", system_call_once},
    {"act_before_system_call", "a system call outside the window without act before it", act_before_system_call},
    {"arguments_kept", "an argument of the system call is not the caller's", arguments_kept},
    {"number_of_request", "the number of the system call is not the request's", number_of_request},
    {"stack_as_at_entry", "the stack pointer is not where it was at entry", stack_as_at_entry},
    {"depth_balanced", "the depth is not marked exactly once inside the window and not at all outside", depth_balanced},
    {"branch_understood", "the audit cannot tell what this branch depends on", branch_understood},
    {"result_returned", "returns something other than the result of the system call", result_returned},
    {"no_error_returned", "returns a result that may be an error", no_error_returned},
    {"failed_on_error", "goes to failed with a result that may be no error", failed_on_error},
    {"failed_given_result", "failed is not given the result", failed_given_result},
    {"failed_given_request", "failed is not given the request", failed_given_request},
};

} // namespace

const Rules<PathRule> kPathRules = {kTable, sizeof kTable / sizeof *kTable};

} // namespace safecancel
