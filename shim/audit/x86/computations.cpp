/* SPDX-License-Identifier: MIT */
/* x86: constants, addresses and computations; see computations.h. */
#include "computations.h"

#include "operands.h"

namespace safecancel {
namespace {

void classify_constant(int64_t value, const cs_x86_op &left, Instruction *to)
{
    to->op = Op::Constant;
    to->to = register_of(left.reg);
    to->width = left.size;
    to->immediate = value;
}

/* mov of an immediate: the other moves have their Op already. */
void classify_move_immediate(const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    if (right.type != X86_OP_IMM)
        return;
    if (is_register(left))
        return classify_constant(right.imm, left, to);
    if (!is_memory(left))
        return;
    to->op = Op::StoreConstant;
    to->immediate = right.imm;
    set_place(left, to);
}

void classify_address(const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    if (!is_register(left) || left.size != kWord)
        return;
    Instruction place = *to;
    set_place(right, &place);
    if (place.place != Place::Pointer)
        return;
    to->op = Op::Address;
    to->to = register_of(left.reg);
    to->width = kWord;
    to->base = place.base;
    to->displacement = place.displacement;
}

void classify_test_pointed(const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    if (!is_memory(left) || right.type != X86_OP_IMM)
        return;
    set_place(left, to);
    to->immediate = right.imm;
    if (to->place == Place::Pointer)
        to->op = Op::TestPointed;
}

/* Changes at most its first operand, and flags. */
bool is_computation(unsigned id)
{
    switch (id) {
    case X86_INS_AND:
    case X86_INS_OR:
    case X86_INS_XOR:
    case X86_INS_ADD:
    case X86_INS_ADC:
    case X86_INS_SUB:
    case X86_INS_SBB:
    case X86_INS_NEG:
    case X86_INS_NOT:
    case X86_INS_INC:
    case X86_INS_DEC:
    case X86_INS_SHL:
    case X86_INS_SHR:
    case X86_INS_SAR:
    case X86_INS_LEA:
    case X86_INS_MOV:
    case X86_INS_MOVZX:
    case X86_INS_MOVSX:
    case X86_INS_MOVSXD: return true;
    default: return false;
    }
}

/* Changes its first operand on a condition, or to a condition. */
bool is_conditional(unsigned id)
{
    return (id >= X86_INS_CMOVA && id <= X86_INS_CMOVS) || (id >= X86_INS_SETAE && id <= X86_INS_SETS);
}

/* Changes flags alone. */
bool is_comparison(unsigned id)
{
    return id == X86_INS_CMP || id == X86_INS_TEST || id == X86_INS_BT;
}

/* The stack pointer stays where it is, and so does memory. */
void classify_register_change(const cs_x86_op &left, Instruction *to)
{
    const int8_t changed = left.type == X86_OP_REG ? register_of(left.reg) : kNoRegister;
    if (changed == kNoRegister || changed == kStackPointer)
        return;
    to->op = Op::Compute;
    to->written = 1u << changed;
    to->stores = false;
}

/* Zero, in the form every compiler gives it. */
bool is_zeroing(const cs_insn &insn)
{
    const cs_x86_op &left = insn.detail->x86.operands[0], &right = insn.detail->x86.operands[1];
    return insn.id == X86_INS_XOR && is_register(left) && right.type == X86_OP_REG && left.reg == right.reg;
}

} // namespace

void classify_computation(const cs_insn &insn, Instruction *to)
{
    const cs_x86 &x86 = insn.detail->x86;
    if (insn.id == X86_INS_MOV || insn.id == X86_INS_MOVABS)
        classify_move_immediate(x86, to);
    else if (insn.id == X86_INS_LEA)
        classify_address(x86, to);
    else if (insn.id == X86_INS_TEST)
        classify_test_pointed(x86, to);
    else if (is_zeroing(insn))
        classify_constant(0, x86.operands[0], to);
    if (to->op != Op::Unknown)
        return;
    if (is_comparison(insn.id)) {
        to->op = Op::Compute;
        to->written = 0;
        to->stores = false;
    } else if (is_computation(insn.id) || is_conditional(insn.id)) {
        classify_register_change(x86.operands[0], to);
    }
}

void classify_locked(const cs_insn &insn, Instruction *to)
{
    const cs_x86_op &left = insn.detail->x86.operands[0], &right = insn.detail->x86.operands[1];
    if (!is_memory(left))
        return;
    set_place(left, to);
    if (insn.id == X86_INS_CMPXCHG && is_register(right)) {
        to->op = Op::CompareExchange;
        to->to = kResultRegister;
        to->from = register_of(right.reg);
    } else if (insn.id == X86_INS_OR && right.type == X86_OP_IMM) {
        to->op = Op::OrMemory;
        to->immediate = right.imm;
    }
}

} // namespace safecancel
