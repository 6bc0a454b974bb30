/* SPDX-License-Identifier: MIT */
/* 32-bit x86: code that is not at a known address asks a function where it is. */
#include "instructions.h"

#include <cstring>

namespace safecancel {

const cs_arch processor = CS_ARCH_X86;
const cs_mode processor_mode = CS_MODE_32;

/* mov $__NR_fsync, %eax, which becomes a store; mov 20(%esp), %eax; testb $8, (%eax); jne */
const Spoiled spoiled_fsync = {{0xb8, 0x76, 0x00, 0x00, 0x00}, 0, 0xa3};
const Spoiled spoiled_window = {{0x8b, 0x44, 0x24, 0x14, 0xf6, 0x00, 0x08, 0x75}, 6, 0x48};

bool enters_kernel(const cs_insn &instruction)
{
    const bool through_head = std::strstr(instruction.op_str, "gs:[0x10]") != nullptr;
    return (std::strcmp(instruction.mnemonic, "call") == 0 && through_head) ||
           (std::strcmp(instruction.mnemonic, "int") == 0 && std::strcmp(instruction.op_str, "0x80") == 0);
}

bool is_call(const cs_insn &instruction)
{
    return std::strcmp(instruction.mnemonic, "call") == 0;
}

bool is_jump(const cs_insn &instruction)
{
    return std::strcmp(instruction.mnemonic, "jmp") == 0;
}

bool is_branch(const cs_insn &instruction)
{
    return instruction.mnemonic[0] == 'j';
}

/* mov (%esp), %reg; ret */
bool only_tells_place(const std::vector<uint8_t> &code)
{
    return code.size() == telling_bytes && code[0] == 0x8b && (code[1] & 0xc7) == 0x04 && code[2] == 0x24 &&
           code[3] == 0xc3;
}

}  // namespace safecancel
