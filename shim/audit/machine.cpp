/* SPDX-License-Identifier: MIT */
/* Following values along a path; see machine.h. */
#include "machine.h"

namespace safecancel {
namespace {

/* What a value is after it went through 32 bits. */
Value lower_half(Value value)
{
    const bool fits = value.origin == Origin::Request || value.origin == Origin::Number;
    return fits ? value : Value();
}

Value through(unsigned width, Value value)
{
    return width == kWord ? value : lower_half(value);
}

/* What a value is after its low 16 bits were zero-extended. */
Value low_16(Value value)
{
    const bool fits = value.origin == Origin::Request || value.origin == Origin::Number;
    return fits ? Value{Origin::Number} : Value();
}

template <class Followed> auto *slot_at(Followed *state, int64_t offset)
{
    using Place = decltype(&state->frame[0]);
    if (offset >= 0 || offset < -State::kFrame || offset % State::kSlot != 0)
        return Place{nullptr};
    return &state->frame[(offset + State::kFrame) / State::kSlot];
}

/* The upper half of a wide value is a part of the slot above. */
void forget(State *state, int64_t offset)
{
    if (Slot *slot = slot_at(state, offset))
        *slot = {};
    if (Slot *below = slot_at(state, offset - State::kSlot); below != nullptr && below->wide)
        *below = {};
}

void store(State *state, int64_t offset, unsigned width, Value value)
{
    forget(state, offset);
    if (width == 8)
        forget(state, offset + State::kSlot);
    if (Slot *slot = slot_at(state, offset))
        *slot = {through(width, value), width == 8};
}

/* Above the return address, where the caller has put its arguments. */
Value caller_argument(int64_t offset, unsigned width)
{
    const int64_t i = offset / kWord - 1;
    const bool is_one = kArgumentsOnStack && width == kWord && offset % kWord == 0 && i >= 0 && i < kMostArguments;
    return is_one ? argument(static_cast<int8_t>(i)) : Value();
}

/* Below the red zone signal handlers write. */
Value load(const State &state, int64_t offset, unsigned width)
{
    if (offset > 0)
        return caller_argument(offset, width);
    const Slot *slot = slot_at(&state, offset);
    if (slot == nullptr || offset < state.stack - kRedZone)
        return {};
    if (width == kWord)
        return slot->wide == (kWord > State::kSlot) ? slot->value : Value();
    return lower_half(slot->value);
}

Value load_cell(const Listing &thunk, uint64_t address, unsigned width)
{
    if (width != kWord)
        return {};
    if (thunk.facts->entry_cell != 0 && address == thunk.facts->entry_cell)
        return {Origin::Entry};
    if (address == thunk.facts->request_offset)
        return {Origin::WordOffset};
    return address == thunk.facts->depth_cell ? Value{Origin::DepthOffset} : Value();
}

/* What lies at the thread pointer plus an offset from a cell, whichever register holds which. */
Value load_of_thread(const State &state, const Instruction &insn)
{
    const Value base = state.registers[insn.base], index = state.registers[insn.index];
    const Value thread = {Origin::ThreadPointer};
    if (insn.width != 4 || (base != thread && index != thread))
        return {};
    const Value offset = base == thread ? index : base;
    if (offset == Value{Origin::WordOffset})
        return {Origin::Word};
    return offset == Value{Origin::DepthOffset} ? Value{Origin::Depth, 0} : Value();
}

Value sum(const State &state, const Instruction &insn)
{
    const Value before = state.registers[insn.base];
    const bool is_count = before == Value{Origin::Depth, 0} && insn.width == 4;
    const bool by_one = insn.displacement == 1 || insn.displacement == -1;
    return is_count && by_one ? Value{Origin::Depth, static_cast<int8_t>(insn.displacement)} : Value();
}

/* What was read, or tested, of memory that is written, or that a handler may have run since, is not what is there. */
void forget_memory(State *state)
{
    if (state->flags == Flags::Pending)
        state->flags = Flags::Unknown;
    for (Value &value : state->registers)
        if (value.origin == Origin::Depth || value.origin == Origin::Word)
            value = {};
}

void store_of_thread(State *state, const Instruction &insn)
{
    if (changes_depth(*state, insn))
        state->depth += state->registers[insn.from].reg;
    forget_memory(state);
}

Value loaded(const Listing &thunk, State *state, const Instruction &insn)
{
    if (insn.place == Place::Indexed)
        return load_of_thread(*state, insn);
    const uint64_t displacement = static_cast<uint64_t>(insn.displacement);
    if (insn.place == Place::Cell)
        return load_cell(thunk, displacement, insn.width);
    if (insn.place != Place::Pointer)
        return load(*state, frame_offset(*state, insn), insn.width);
    const bool from_here = state->registers[insn.base] == Value{Origin::Here};
    return from_here ? load_cell(thunk, state->here + displacement, insn.width) : Value();
}

void call(State *state)
{
    for (const Register reg : kCallClobbers)
        state->registers[reg] = {};
    for (int64_t offset = -State::kFrame; offset < state->stack; offset += State::kSlot)
        forget(state, offset);
    state->flags = Flags::Unknown;
    ++state->acts;
}

void system_call(State *state)
{
    for (const Register reg : kKernelClobbers)
        state->registers[reg] = {};
    state->registers[kResultRegister] = {Origin::Result};
    forget_memory(state);
    state->outcome = Outcome::Unknown;
    state->flags = Flags::Unknown;
    ++state->system_calls;
}

void test(State *state, const Instruction &insn)
{
    state->flags = state->registers[insn.from] == Value{Origin::Word} ? Flags::Pending : Flags::Unknown;
}

void compare(State *state, const Instruction &insn)
{
    const bool of_result = state->registers[insn.to] == Value{Origin::Result} && insn.width == kWord;
    state->flags = of_result ? Flags::Range : Flags::Unknown;
    state->bound = insn.immediate;
}

void push(State *state, Value value)
{
    state->stack -= kWord;
    store(state, state->stack, kWord, value);
}

void mark(State *state, int by)
{
    state->depth += by;
    state->flags = Flags::Unknown;
}

void adjust(State *state, int64_t by)
{
    state->stack += by;
    state->flags = Flags::Unknown;
}

} // namespace

Value argument(int8_t i)
{
    return kArgumentsOnStack ? Value{Origin::Argument, i} : Value{Origin::Caller, kArguments[i]};
}

bool kept_in_register(const State &state, const Value &value)
{
    const auto is_among = [](const auto &list, int8_t reg) {
        for (const Register one : list)
            if (one == reg)
                return true;
        return false;
    };
    for (int8_t reg = 0; reg < kRegisters; ++reg)
        if (state.registers[reg] == value && reg != kResultRegister && !is_among(kKernelClobbers, reg) &&
            !is_among(kLostAtCancel, reg))
            return true;
    return false;
}

bool changes_depth(const State &state, const Instruction &store)
{
    const Value to_store = state.registers[store.from];
    return load_of_thread(state, store) == Value{Origin::Depth, 0} && to_store.origin == Origin::Depth &&
           to_store.reg != 0;
}

Value frame_value(const State &state, int64_t offset)
{
    return load(state, offset, kWord);
}

int64_t frame_offset(const State &state, const Instruction &insn)
{
    return state.stack + insn.displacement;
}

State state_at_entry(const Listing &thunk)
{
    State state;
    state.at = thunk.begin();
    for (int8_t reg = 0; reg < kRegisters; ++reg)
        state.registers[reg] = {Origin::Caller, reg};
    state.registers[kRequestRegister] = {Origin::Request};
    return state;
}

State state_at_cancel(const Listing &thunk, const State &state)
{
    State after = state;
    for (const Register reg : kLostAtCancel)
        after.registers[reg] = {};
    forget_memory(&after);
    after.flags = Flags::Unknown;
    after.from_cancel = true;
    after.at = thunk.at(thunk.facts->cancel);
    return after;
}

void step(const Listing &thunk, State *state)
{
    const Instruction &insn = *state->at++;
    Value *registers = state->registers;
    switch (insn.op) {
    case Op::Load: registers[insn.to] = loaded(thunk, state, insn); break;
    case Op::LoadLow: registers[insn.to] = low_16(load(*state, frame_offset(*state, insn), 4)); break;
    case Op::Store:
        if (insn.place == Place::Indexed)
            store_of_thread(state, insn);
        else
            store(state, frame_offset(*state, insn), insn.width, registers[insn.from]);
        break;
    case Op::ThreadPointer: registers[insn.to] = {Origin::ThreadPointer}; break;
    case Op::Address: registers[insn.to] = sum(*state, insn); break;
    case Op::Move: registers[insn.to] = through(insn.width, registers[insn.from]); break;
    case Op::MoveLow: registers[insn.to] = low_16(registers[insn.from]); break;
    case Op::Push: push(state, registers[insn.from]); break;
    case Op::Here:
        state->here = insn.next();
        push(state, {Origin::Here});
        break;
    case Op::Pop:
        registers[insn.to] = load(*state, state->stack, kWord);
        state->stack += kWord;
        break;
    case Op::AdjustStack: adjust(state, insn.immediate); break;
    case Op::Increment: mark(state, 1); break;
    case Op::Decrement: mark(state, -1); break;
    case Op::TestWord: state->flags = Flags::Pending; break;
    case Op::TestRegister: test(state, insn); break;
    case Op::Compare: compare(state, insn); break;
    case Op::Call: call(state); break;
    case Op::SystemCall: system_call(state); break;
    default: break;
    }
}

bool separates_errors(const State &state, const Instruction &branch, bool *inverted)
{
    constexpr int64_t kLowest = -4095;
    const Condition condition = branch.condition;
    *inverted = condition == Condition::Below || condition == Condition::BelowEqual;
    if (state.flags != Flags::Range)
        return false;
    if (state.bound == kLowest)
        return condition == Condition::AboveEqual || condition == Condition::Below;
    return state.bound == kLowest - 1 && (condition == Condition::Above || condition == Condition::BelowEqual);
}

} // namespace safecancel
