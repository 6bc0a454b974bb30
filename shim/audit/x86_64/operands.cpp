/* SPDX-License-Identifier: MIT */
/* x86-64: registers and memory operands; see operands.h. */
#include "operands.h"

namespace safecancel {
namespace {

struct Names {
    uint16_t of[5]; /* 8, 4, 2, 1 bytes, and the second byte */
};

/* In the order of `Register`. */
constexpr Names kNames[kRegisters] = {
    {{X86_REG_RAX, X86_REG_EAX, X86_REG_AX, X86_REG_AL, X86_REG_AH}},
    {{X86_REG_RCX, X86_REG_ECX, X86_REG_CX, X86_REG_CL, X86_REG_CH}},
    {{X86_REG_RDX, X86_REG_EDX, X86_REG_DX, X86_REG_DL, X86_REG_DH}},
    {{X86_REG_RBX, X86_REG_EBX, X86_REG_BX, X86_REG_BL, X86_REG_BH}},
    {{X86_REG_RSP, X86_REG_ESP, X86_REG_SP, X86_REG_SPL, 0}},
    {{X86_REG_RBP, X86_REG_EBP, X86_REG_BP, X86_REG_BPL, 0}},
    {{X86_REG_RSI, X86_REG_ESI, X86_REG_SI, X86_REG_SIL, 0}},
    {{X86_REG_RDI, X86_REG_EDI, X86_REG_DI, X86_REG_DIL, 0}},
    {{X86_REG_R8, X86_REG_R8D, X86_REG_R8W, X86_REG_R8B, 0}},
    {{X86_REG_R9, X86_REG_R9D, X86_REG_R9W, X86_REG_R9B, 0}},
    {{X86_REG_R10, X86_REG_R10D, X86_REG_R10W, X86_REG_R10B, 0}},
    {{X86_REG_R11, X86_REG_R11D, X86_REG_R11W, X86_REG_R11B, 0}},
    {{X86_REG_R12, X86_REG_R12D, X86_REG_R12W, X86_REG_R12B, 0}},
    {{X86_REG_R13, X86_REG_R13D, X86_REG_R13W, X86_REG_R13B, 0}},
    {{X86_REG_R14, X86_REG_R14D, X86_REG_R14W, X86_REG_R14B, 0}},
    {{X86_REG_R15, X86_REG_R15D, X86_REG_R15W, X86_REG_R15B, 0}},
};

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
    const bool whole = operand.size == 8 || operand.size == 4;
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
    if (memory.segment == X86_REG_FS)
        return set_thread_place(memory, to);
    if (memory.segment != X86_REG_INVALID)
        return;
    to->displacement = memory.disp;
    if (memory.base == X86_REG_RIP) {
        to->place = Place::Cell;
        to->displacement += static_cast<int64_t>(to->next());
    } else if (memory.base == X86_REG_RSP) {
        to->place = Place::Frame;
    } else if (register_of(memory.base) != kNoRegister) {
        to->place = Place::Pointer;
        to->base = register_of(memory.base);
    }
}

} // namespace safecancel
