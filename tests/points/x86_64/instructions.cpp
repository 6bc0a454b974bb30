/* SPDX-License-Identifier: MIT */
/* x86-64. */
#include "instructions.h"

#include <cstring>

namespace safecancel {

const cs_arch processor = CS_ARCH_X86;
const cs_mode processor_mode = CS_MODE_64;

/* syscall, which becomes ud2; mov (%rdi), %eax; testb $8, (%rdi); jne */
const Spoiled spoiled_fsync = {{0x0f, 0x05}, 1, 0x0b};
const Spoiled spoiled_window = {{0x8b, 0x07, 0xf6, 0x07, 0x08, 0x0f, 0x85}, 4, 0x48};

bool enters_kernel(const cs_insn &instruction)
{
    return std::strcmp(instruction.mnemonic, "syscall") == 0;
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

bool only_tells_place(const std::vector<uint8_t> &)
{
    return false;
}

}  // namespace safecancel
