/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: `int $0x80`, the instructions that the vDSO enters by, and calls
 * of whatever enters: `call *%gs:0x10` in libc, `call *slot(%esp)` in the thunk.
 */
#include "../x86/entering.h"

#include "../x86/operands.h"

namespace safecancel {
namespace {

constexpr uint8_t kPlainSize = 2; /* longer encodings have prefixes that CPUs read differently */

void classify_trap(const cs_insn &insn, Instruction *to)
{
    const cs_x86_op &number = insn.detail->x86.operands[0];
    const bool of_kernel = number.type == X86_OP_IMM && (number.imm & 0xff) == 0x80 && to->size == kPlainSize;
    to->op = of_kernel ? Op::SystemCall : Op::OtherEntry;
}

/* True for a call through the thread's head, or through the frame. */
bool classify_call_of_entry(const cs_insn &insn, Instruction *to)
{
    const cs_x86 &x86 = insn.detail->x86;
    const cs_x86_op &target = x86.operands[0];
    if (x86.prefix[0] != 0 || x86.addr_size != kWord)
        return false;
    if (target.type == X86_OP_IMM) {
        if (static_cast<uint32_t>(target.imm) != static_cast<uint32_t>(to->next()) || to->size != 5)
            return false;
        to->op = Op::Here;
        return true;
    }
    if (!is_memory(target) || target.size != kWord)
        return false;
    Instruction call = *to;
    set_place(target, &call);
    const bool of_thread = call.place == Place::ThreadFixed && call.displacement == kThreadEntry;
    if (!of_thread && call.place != Place::Frame)
        return false;
    *to = call;
    to->op = Op::SystemCall;
    return true;
}

} // namespace

bool classify_entering(const cs_insn &insn, Instruction *to)
{
    switch (insn.id) {
    case X86_INS_INT: classify_trap(insn, to); return true;
    case X86_INS_SYSCALL:
    case X86_INS_SYSENTER: to->op = to->size == kPlainSize ? Op::FastCall : Op::Unknown; return true;
    case X86_INS_CALL: return classify_call_of_entry(insn, to);
    default: return false;
    }
}

} // namespace safecancel
