/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: two kinds of functions that libc's code calls everywhere.
 *
 *     mov (%esp), %reg; ret          where the caller is: to find data by
 *     push ...; mov ...; call *%gs:0x10; pop ...; ret     a system call with six arguments
 */
#include "../libc_object.h"
#include "entries.h"

namespace safecancel {

void LibcObject::classify_call(Instruction *insn)
{
    constexpr unsigned kRoom = 24;
    Instruction list[kRoom];
    const unsigned count = insn->target == helper_ ? 0 : decode(insn->target, UINT64_MAX, list, kRoom);
    sc_audit_entry entry;
    const bool tells_place = count >= 2 && list[0].op == Op::Load && list[0].place == Place::Frame &&
                             list[0].displacement == 0 && list[1].op == Op::Return;
    if (tells_place) {
        insn->op = Op::Compute;
        insn->written = 1u << list[0].to;
    } else if (insn->target == helper_ || map_entry(list, count, &entry) == nullptr) {
        helper_ = insn->target;
        insn->op = Op::SystemCall;
        insn->place = Place::None;
    }
}

} // namespace safecancel
