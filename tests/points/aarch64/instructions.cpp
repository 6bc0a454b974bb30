/* SPDX-License-Identifier: MIT */
/* 64-bit Arm. */
#include "instructions.h"

#include <cstring>

namespace safecancel {

const cs_arch processor = CS_ARCH_ARM64;
const cs_mode processor_mode = CS_MODE_ARM;

/* svc #0, which becomes hvc #0; mov x5, x7; svc #0, which becomes svc #1: the kernel does not look at it */
const Spoiled spoiled_fsync = {{0x01, 0x00, 0x00, 0xd4}, 0, 0x02};
const Spoiled spoiled_window = {{0xe5, 0x03, 0x07, 0xaa, 0x01, 0x00, 0x00, 0xd4}, 4, 0x21};

bool enters_kernel(const cs_insn &instruction)
{
    return std::strcmp(instruction.mnemonic, "svc") == 0;
}

bool is_call(const cs_insn &instruction)
{
    return std::strcmp(instruction.mnemonic, "bl") == 0;
}

bool is_jump(const cs_insn &instruction)
{
    return std::strcmp(instruction.mnemonic, "b") == 0;
}

/* b.CONDITION, cbz, cbnz, tbz, tbnz, and br */
bool is_branch(const cs_insn &instruction)
{
    const char *name = instruction.mnemonic;
    return std::strncmp(name, "b.", 2) == 0 || std::strncmp(name, "cb", 2) == 0 || std::strncmp(name, "tb", 2) == 0 ||
           std::strcmp(name, "br") == 0 || is_jump(instruction);
}

bool only_tells_place(const std::vector<uint8_t> &)
{
    return false;
}

}  // namespace safecancel
