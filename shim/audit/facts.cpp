/* SPDX-License-Identifier: MIT */
/* Following what is known through libc's code; see facts.h. */
#include "facts.h"

namespace safecancel {
namespace {

int64_t frame_place(const Facts &facts, const Instruction &insn)
{
    /* By the frame pointer or the stack pointer: two distances, never equal. */
    return insn.place == Place::Frame ? insn.displacement + facts.stack : insn.displacement - (int64_t{1} << 40);
}

bool holds_old_type(const Facts &facts, const Instruction &insn)
{
    return is_in_frame(insn) && facts.in_frame && frame_place(facts, insn) == facts.frame_place;
}

Fact loaded(const WordLayout &word, const Facts &facts, const Instruction &insn)
{
    if (insn.place == Place::ThreadFixed && insn.width == kWord && insn.displacement == kThreadSelf)
        return {Known::Self, 0};
    if (insn.width == 4 && is_word(word, facts, insn))
        return {Known::Word, 0};
    if (insn.width == kWord && insn.place == Place::Pointer && facts.registers[insn.base].known == Known::InObject)
        return {Known::Cell, 0};
    return holds_old_type(facts, insn) ? Fact{Known::OldType, 0} : Fact();
}

/* The asynchronous bit set in, or cleared from, what was cancelhandling. */
Fact masked(const WordLayout &word, const Fact &before, const Instruction &insn)
{
    const uint32_t mask = static_cast<uint32_t>(insn.immediate), bit = word.asynchronous_bit;
    if (before.known != Known::Word || insn.width != 4)
        return {};
    if (insn.op == Op::Or && mask == bit)
        return {Known::WordSet, 0};
    return insn.op == Op::And && mask == ~bit ? Fact{Known::WordCleared, 0} : Fact();
}

Fact address(const Fact &base, const Instruction &insn)
{
    const int64_t detail = base.detail + insn.displacement;
    return base.known == Known::Self && insn.width == kWord ? Fact{Known::Self, static_cast<int32_t>(detail)} : Fact();
}

bool is_by_stack_pointer(int64_t place)
{
    return place > -(int64_t{1} << 39);
}

/* Places by different registers cannot be compared: they may be the same. */
bool may_overwrite(int64_t place, int64_t width, int64_t old_type)
{
    if (is_by_stack_pointer(place) != is_by_stack_pointer(old_type))
        return true;
    return place < old_type + 4 && place + width > old_type;
}

/* Of anything: if that may go where the old type is, it is gone. */
void forget_overwritten(const Instruction &insn, Facts *facts)
{
    const int64_t place = frame_place(*facts, insn);
    facts->in_frame = facts->in_frame && !may_overwrite(place, insn.width, facts->frame_place);
    facts->passed = facts->passed && !may_overwrite(place, insn.width, facts->passed_place);
}

void store(const Instruction &insn, Facts *facts)
{
    if (!is_in_frame(insn))
        return;
    forget_overwritten(insn, facts);
    if (facts->registers[insn.from].known != Known::OldType || insn.second != kNoRegister)
        return;
    facts->in_frame = true;
    facts->frame_place = frame_place(*facts, insn);
}

void store_constant(const Instruction &insn, Facts *facts)
{
    if (is_in_frame(insn))
        forget_overwritten(insn, facts);
}

/* What the stack pointer rises above may be overwritten by a signal handler. */
void adjust_stack(int32_t by, Facts *facts)
{
    facts->stack += by;
    const int64_t lowest = facts->stack - kRedZone;
    facts->in_frame = facts->in_frame && (facts->frame_place >= lowest || !is_by_stack_pointer(facts->frame_place));
    facts->passed = facts->passed && facts->passed_place >= lowest;
}

void push(bool of_old_type, Facts *facts)
{
    facts->stack -= int32_t{kWord};
    if (facts->in_frame && facts->frame_place == facts->stack)
        facts->in_frame = false;
    facts->passed = of_old_type;
    facts->passed_place = facts->stack;
}

void system_call(Facts *facts)
{
    for (const Register reg : kKernelClobbers)
        facts->registers[reg] = {};
    facts->registers[kResultRegister] = {};
    facts->phase = Phase::After;
}

void forget_written(const Instruction &insn, Facts *facts)
{
    for (int8_t reg = 0; reg < kRegisters; ++reg)
        if ((insn.written >> reg & 1) != 0)
            facts->registers[reg] = {};
    if ((insn.written >> kStackPointer & 1) != 0)
        facts->in_frame = false;
}

/* The halves of an exchange: with the first it has begun. */
void exchange(const Instruction &insn, Facts *facts)
{
    forget_written(insn, facts);
    if (insn.op != Op::StoreExclusive)
        facts->registers[insn.to] = {Known::Word, 0};
    facts->phase = Phase::After;
}

} // namespace

bool Facts::passes_old_type() const
{
    if constexpr (!kArgumentsOnStack)
        return registers[kFirstParameter].known == Known::OldType;
    if (stack_unknown)
        return false;
    return (passed && passed_place == stack) || (in_frame && frame_place == stack);
}

bool Facts::meet(const Facts &other)
{
    const Facts before = *this;
    for (int8_t reg = 0; reg < kRegisters; ++reg)
        if (registers[reg] != other.registers[reg])
            registers[reg] = {};
    if (phase != other.phase)
        phase = Phase::Both;
    if (!other.in_frame || frame_place != other.frame_place)
        in_frame = false;
    if (!other.passed || passed_place != other.passed_place || stack != other.stack)
        passed = false;
    if (stack != other.stack || other.stack_unknown) {
        stack_unknown = true;
        in_frame = false;
    }
    for (int8_t reg = 0; reg < kRegisters; ++reg)
        if (registers[reg] != before.registers[reg])
            return true;
    return phase != before.phase || in_frame != before.in_frame || passed != before.passed ||
           stack_unknown != before.stack_unknown;
}

bool is_word(const WordLayout &word, const Facts &facts, const Instruction &insn)
{
    if (insn.place == Place::ThreadFixed)
        return insn.displacement == word.offset;
    if (insn.place != Place::Pointer)
        return false;
    const Fact &base = facts.registers[insn.base];
    return base.known == Known::Self && base.detail + insn.displacement == word.offset;
}

bool is_in_frame(const Instruction &insn)
{
    const bool by_frame_pointer = insn.place == Place::Pointer && insn.base == kFramePointer &&
                                  is_frame_displacement(insn.displacement);
    return (insn.place == Place::Frame && insn.displacement >= -kRedZone) || by_frame_pointer;
}

/* Where the stack pointer moves it is followed; elsewhere whoever moves it makes the frame unknown. */
bool moves_stack(const Instruction &insn, Facts *facts)
{
    if (!kWritesFrameFirst)
        return false;
    if (insn.op == Op::Push)
        push(facts->registers[insn.from].known == Known::OldType, facts);
    else if (insn.op == Op::PushMemory)
        push(holds_old_type(*facts, insn), facts);
    else if (insn.op == Op::AdjustStack)
        adjust_stack(static_cast<int32_t>(insn.immediate), facts);
    else
        return false;
    return true;
}

void apply(const WordLayout &word, const Instruction &insn, Facts *facts)
{
    if (moves_stack(insn, facts))
        return;
    Fact *registers = facts->registers;
    Fact result;
    switch (insn.op) {
    case Op::Load: result = loaded(word, *facts, insn); break;
    case Op::Move: result = registers[insn.from]; break;
    case Op::Constant: result = {Known::Constant, static_cast<int32_t>(insn.immediate)}; break;
    case Op::Address: result = address(registers[insn.base], insn); break;
    case Op::And:
    case Op::Or: result = masked(word, registers[insn.from], insn); break;
    case Op::Store: store(insn, facts); return forget_written(insn, facts);
    case Op::StoreConstant: return store_constant(insn, facts);
    case Op::SystemCall: return system_call(facts);
    case Op::ThreadPointer: result = {Known::Self, 0}; break;
    case Op::InObject: result = {Known::InObject, 0}; break;
    case Op::CompareExchange:
    case Op::LoadExclusive:
    case Op::StoreExclusive: return exchange(insn, facts);
    default: return forget_written(insn, facts);
    }
    forget_written(insn, facts);
    registers[insn.to] = result;
}

} // namespace safecancel
