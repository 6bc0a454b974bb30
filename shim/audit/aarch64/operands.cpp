/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: registers and memory operands; see operands.h. */
#include "operands.h"

namespace safecancel {

int8_t register_of(unsigned name)
{
    if (name >= ARM64_REG_X0 && name <= ARM64_REG_X28)
        return static_cast<int8_t>(name - ARM64_REG_X0);
    if (name >= ARM64_REG_W0 && name <= ARM64_REG_W30)
        return static_cast<int8_t>(name - ARM64_REG_W0);
    switch (name) {
    case ARM64_REG_X29: return x29;
    case ARM64_REG_X30: return x30;
    case ARM64_REG_SP:
    case ARM64_REG_WSP: return sp;
    default: return kNoRegister;
    }
}

unsigned width_of(unsigned name)
{
    const bool half = (name >= ARM64_REG_W0 && name <= ARM64_REG_W30) || name == ARM64_REG_WSP || name == ARM64_REG_WZR;
    return half ? 4 : 8;
}

bool is_register(const cs_arm64_op &operand)
{
    const int8_t reg = operand.type == ARM64_OP_REG ? register_of(operand.reg) : kNoRegister;
    return reg != kNoRegister && reg != kStackPointer;
}

bool is_stack_pointer(const cs_arm64_op &operand)
{
    return operand.type == ARM64_OP_REG && operand.reg == ARM64_REG_SP;
}

bool is_zero(const cs_arm64_op &operand)
{
    return operand.type == ARM64_OP_REG && (operand.reg == ARM64_REG_XZR || operand.reg == ARM64_REG_WZR);
}

bool is_memory(const cs_arm64_op &operand)
{
    return operand.type == ARM64_OP_MEM;
}

bool is_immediate(const cs_arm64_op &operand)
{
    return operand.type == ARM64_OP_IMM;
}

int64_t immediate_of(const cs_arm64_op &operand)
{
    const bool shifted = operand.shift.type == ARM64_SFT_LSL;
    return static_cast<int64_t>(static_cast<uint64_t>(operand.imm) << (shifted ? operand.shift.value : 0));
}

void set_place(const cs_arm64_op &operand, Instruction *to)
{
    const arm64_op_mem &memory = operand.mem;
    const int8_t base = register_of(memory.base);
    to->place = Place::Other;
    to->displacement = memory.disp;
    if (memory.index != ARM64_REG_INVALID) {
        const bool plain = operand.shift.type == ARM64_SFT_INVALID && operand.ext == ARM64_EXT_INVALID &&
                           memory.disp == 0 && width_of(memory.index) == kWord;
        to->index = register_of(memory.index);
        to->base = base;
        if (plain && base != kNoRegister && base != kStackPointer && to->index != kNoRegister)
            to->place = Place::Indexed;
    } else if (base == kStackPointer) {
        to->place = Place::Frame;
    } else if (base != kNoRegister) {
        to->place = Place::Pointer;
        to->base = base;
    }
}

} // namespace safecancel
