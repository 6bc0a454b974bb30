/* SPDX-License-Identifier: MIT */
/* x86-64. */
#include "instructions.h"

#include <cstring>

namespace safecancel {

const cs_arch processor = CS_ARCH_X86;
const cs_mode processor_mode = CS_MODE_64;

bool enters_kernel(const cs_insn &instruction)
{
    return std::strcmp(instruction.mnemonic, "syscall") == 0;
}

bool only_tells_place(const std::vector<uint8_t> &)
{
    return false;
}

}  // namespace safecancel
