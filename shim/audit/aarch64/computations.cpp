/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: computations; see computations.h. */
#include "computations.h"

#include "operands.h"

namespace safecancel {
namespace {

/* No frame is larger; and no sum of displacements overflows. */
constexpr int64_t kMostAdjusted = 4096;

/* An operand that is used as it is: neither shifted nor extended. */
bool is_plain(const cs_arm64_op &operand)
{
    return is_register(operand) && operand.shift.type == ARM64_SFT_INVALID && operand.ext == ARM64_EXT_INVALID;
}

void set_registers(const cs_arm64_op &left, const cs_arm64_op &right, Instruction *to)
{
    to->to = register_of(left.reg);
    to->from = register_of(right.reg);
    to->width = static_cast<uint8_t>(width_of(left.reg));
    to->written = 1u << to->to;
}

void classify_constant(const cs_arm64_op &left, int64_t value, Instruction *to)
{
    to->op = Op::Constant;
    to->to = register_of(left.reg);
    to->width = static_cast<uint8_t>(width_of(left.reg));
    to->written = 1u << to->to;
    to->immediate = value;
}

/* mov: of a register, of the stack pointer, of zero, or of a constant that a mask can have. */
void classify_move(const cs_arm64 &arm, Instruction *to)
{
    const cs_arm64_op &left = arm.operands[0], &right = arm.operands[1];
    if (arm.op_count != 2 || !is_register(left))
        return;
    if (is_zero(right) || is_immediate(right)) {
        classify_constant(left, is_zero(right) ? 0 : right.imm, to);
    } else if (is_plain(right) || is_stack_pointer(right)) {
        to->op = Op::Move;
        set_registers(left, right, to);
    }
}

/* add and sub of an immediate: to the stack pointer, or an address from another. */
void classify_sum(const cs_arm64 &arm, int sign, Instruction *to)
{
    const cs_arm64_op &left = arm.operands[0], &from = arm.operands[1], &right = arm.operands[2];
    if (arm.op_count != 3 || arm.update_flags || !is_immediate(right))
        return;
    const int64_t by = sign * immediate_of(right);
    if (is_stack_pointer(left)) {
        if (!is_stack_pointer(from) || by < -kMostAdjusted || by > kMostAdjusted)
            return;
        to->op = Op::AdjustStack;
        to->immediate = by;
        to->written = 1u << kStackPointer;
    } else if (is_register(left) && is_register(from)) {
        to->op = Op::Address;
        set_registers(left, from, to);
        to->base = to->from;
        to->displacement = by;
    }
}

/* and, orr: with an immediate, or, the former, with a register. */
void classify_mask(const cs_arm64 &arm, Op op, Instruction *to)
{
    constexpr int64_t low_16 = 0xffff;
    const cs_arm64_op &left = arm.operands[0], &from = arm.operands[1], &right = arm.operands[2];
    if (arm.op_count != 3 || arm.update_flags || !is_register(left) || !is_plain(from))
        return;
    if (is_immediate(right)) {
        to->op = op == Op::And && right.imm == low_16 ? Op::MoveLow : op;
        to->immediate = right.imm;
    } else if (op == Op::And && is_plain(right)) {
        to->op = Op::Mask;
        to->second = register_of(right.reg);
    } else {
        return;
    }
    set_registers(left, from, to);
}

void classify_comparison(const cs_arm64 &arm, int sign, Instruction *to)
{
    const cs_arm64_op &left = arm.operands[0], &right = arm.operands[1];
    to->op = Op::Compute;
    if (!is_register(left) || !is_immediate(right))
        return;
    to->op = Op::Compare;
    to->to = to->from = register_of(left.reg);
    to->width = static_cast<uint8_t>(width_of(left.reg));
    to->immediate = sign * immediate_of(right);
}

/* Of a register and an immediate, the flags. */
void classify_test(const cs_arm64 &arm, Instruction *to)
{
    const cs_arm64_op &left = arm.operands[0], &right = arm.operands[1];
    to->op = Op::Compute;
    if (arm.op_count != 2 || !is_plain(left) || !is_immediate(right))
        return;
    to->op = Op::TestRegister;
    to->from = register_of(left.reg);
    to->width = static_cast<uint8_t>(width_of(left.reg));
    to->immediate = to->width == 4 ? right.imm & UINT32_MAX : right.imm;
}

void classify_low(const cs_arm64 &arm, Instruction *to)
{
    if (!is_register(arm.operands[0]) || !is_plain(arm.operands[1]))
        return;
    to->op = Op::MoveLow;
    set_registers(arm.operands[0], arm.operands[1], to);
}

/* Changes its first operand, and perhaps flags. */
bool is_computation(unsigned id)
{
    switch (id) {
    case ARM64_INS_ADD:
    case ARM64_INS_SUB:
    case ARM64_INS_NEG:
    case ARM64_INS_MVN:
    case ARM64_INS_AND:
    case ARM64_INS_ORR:
    case ARM64_INS_ORN:
    case ARM64_INS_EOR:
    case ARM64_INS_BIC:
    case ARM64_INS_LSL:
    case ARM64_INS_LSR:
    case ARM64_INS_ASR:
    case ARM64_INS_MOV:
    case ARM64_INS_MOVK:
    case ARM64_INS_UBFX:
    case ARM64_INS_UBFIZ:
    case ARM64_INS_SBFX:
    case ARM64_INS_SBFIZ:
    case ARM64_INS_BFI:
    case ARM64_INS_BFXIL:
    case ARM64_INS_SXTB:
    case ARM64_INS_SXTH:
    case ARM64_INS_SXTW:
    case ARM64_INS_UXTB:
    case ARM64_INS_UXTH:
    case ARM64_INS_UXTW:
    case ARM64_INS_CSEL:
    case ARM64_INS_CSET:
    case ARM64_INS_CSETM:
    case ARM64_INS_CSINC:
    case ARM64_INS_CSINV:
    case ARM64_INS_CSNEG:
    case ARM64_INS_CINC:
    case ARM64_INS_CINV:
    case ARM64_INS_CNEG:
    case ARM64_INS_LDRB:
    case ARM64_INS_LDRH:
    case ARM64_INS_LDRSB:
    case ARM64_INS_LDRSH:
    case ARM64_INS_LDRSW:
    case ARM64_INS_LDURB:
    case ARM64_INS_LDURH:
    case ARM64_INS_LDURSW: return true;
    default: return false;
    }
}

/* The stack pointer stays where it is, and so does every base of an address. */
void classify_register_change(const cs_arm64 &arm, Instruction *to)
{
    if (arm.writeback || !is_register(arm.operands[0]))
        return;
    to->op = Op::Compute;
    to->written = 1u << register_of(arm.operands[0].reg);
}

} // namespace

void classify_computation(const cs_insn &insn, Instruction *to)
{
    const cs_arm64 &arm = insn.detail->arm64;
    switch (insn.id) {
    case ARM64_INS_MOV: classify_move(arm, to); break;
    case ARM64_INS_ADD: classify_sum(arm, 1, to); break;
    case ARM64_INS_SUB: classify_sum(arm, -1, to); break;
    case ARM64_INS_AND: classify_mask(arm, Op::And, to); break;
    case ARM64_INS_ORR: classify_mask(arm, Op::Or, to); break;
    case ARM64_INS_CMP: classify_comparison(arm, 1, to); break;
    case ARM64_INS_CMN: classify_comparison(arm, -1, to); break;
    case ARM64_INS_CCMP:
    case ARM64_INS_CCMN: to->op = Op::Compute; break;
    case ARM64_INS_TST: classify_test(arm, to); break;
    case ARM64_INS_UXTH: classify_low(arm, to); break;
    case ARM64_INS_ADR:
    case ARM64_INS_ADRP:
        if (is_register(arm.operands[0])) {
            to->op = Op::InObject;
            to->to = register_of(arm.operands[0].reg);
            to->written = 1u << to->to;
        }
        break;
    default: break;
    }
    if (to->op == Op::Unknown && is_computation(insn.id))
        classify_register_change(arm, to);
}

} // namespace safecancel
