/* SPDX-License-Identifier: MIT */
/* x86-64: `syscall`, and ways that are none for it. */
#include "../x86/entering.h"

namespace safecancel {

bool classify_entering(const cs_insn &insn, Instruction *to)
{
    constexpr uint8_t kPlainSize = 2; /* longer encodings have prefixes that CPUs read differently */
    switch (insn.id) {
    case X86_INS_SYSCALL: to->op = to->size == kPlainSize ? Op::SystemCall : Op::Unknown; return true;
    case X86_INS_INT:
    case X86_INS_SYSENTER: to->op = Op::OtherEntry; return true;
    default: return false;
    }
}

} // namespace safecancel
