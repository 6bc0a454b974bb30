/* SPDX-License-Identifier: MIT */
/* x86: registers and memory operands; see operands.h. */
#include "operands.h"

#include "names.h"

namespace safecancel {
namespace {

/* kNames the other way round, because it is asked for several times for each instruction. */
struct Registers {
    int8_t of[X86_REG_ENDING];

    constexpr Registers() : of()
    {
        for (int8_t &reg : of)
            reg = kNoRegister;
        for (int8_t reg = 0; reg < kRegisters; ++reg)
            for (uint16_t name : kNames[reg].of)
                if (name != 0)
                    of[name] = reg;
    }
};

constexpr Registers kOfName;

void set_thread_place(const x86_op_mem &memory, Instruction *to)
{
    if (memory.base == X86_REG_INVALID) {
        to->place = Place::ThreadFixed;
        to->displacement = memory.disp;
    } else if (memory.disp == 0 && register_of(memory.base) != kNoRegister) {
        to->place = Place::Thread;
        to->base = register_of(memory.base);
    }
}

} // namespace

int8_t register_of(unsigned name)
{
    return name < X86_REG_ENDING ? kOfName.of[name] : kNoRegister;
}

bool is_register(const cs_x86_op &operand)
{
    const bool whole = operand.size == kWord || operand.size == 4;
    return operand.type == X86_OP_REG && whole && register_of(operand.reg) != kNoRegister;
}

bool is_memory(const cs_x86_op &operand)
{
    return operand.type == X86_OP_MEM;
}

void set_place(const cs_x86_op &operand, Instruction *to)
{
    const x86_op_mem &memory = operand.mem;
    to->place = Place::Other;
    to->width = operand.size;
    if (memory.index != X86_REG_INVALID)
        return;
    if (memory.segment == kThreadSegment)
        return set_thread_place(memory, to);
    if (memory.segment != X86_REG_INVALID)
        return;
    to->displacement = memory.disp;
    if (kCounterName != X86_REG_INVALID && memory.base == kCounterName) {
        to->place = Place::Cell;
        to->displacement += static_cast<int64_t>(to->next());
    } else if (memory.base == kStackName) {
        to->place = Place::Frame;
    } else if (register_of(memory.base) != kNoRegister) {
        to->place = Place::Pointer;
        to->base = register_of(memory.base);
    }
}

} // namespace safecancel
