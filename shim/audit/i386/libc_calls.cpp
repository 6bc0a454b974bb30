/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: three kinds of functions that libc's code calls everywhere.
 *
 *     mov (%esp), %reg; ret          where the caller is: to find data by
 *     push ...; mov ...; call *%gs:0x10; pop ...; ret     a system call with six arguments
 *     ...; neg %eax; mov ..., %edx; mov %eax, %gs:(%edx); mov $-1, %eax; ret     a failed call's errno
 */
#include "../libc_object.h"
#include "entries.h"

namespace safecancel {
namespace {

constexpr unsigned kRoom = 24;

/* Leaves the caller's address in a register, which is the one of the first instruction. */
bool tells_place(const Instruction *list, unsigned count)
{
    return count >= 2 && list[0].op == Op::Load && list[0].place == Place::Frame && list[0].displacement == 0 &&
           list[1].op == Op::Return;
}

constexpr uint32_t call_clobbers()
{
    uint32_t set = 0;
    for (const Register reg : kCallClobbers)
        set |= 1u << reg;
    return set;
}

/* Computes in registers that a call may change, stores once, in memory of the thread, and returns -1. */
bool sets_errno(LibcObject *object, uint64_t address)
{
    unsigned stores = 0;
    bool fails = false;
    Instruction insn;
    for (unsigned i = 0; i < kRoom && object->decode(address, &insn); ++i, address = insn.next()) {
        if (insn.op == Op::Return)
            return stores == 1 && fails;
        const bool stored = insn.op == Op::Store && insn.place == Place::Thread && insn.width == 4;
        const bool computes = insn.op == Op::Compute || insn.op == Op::Load || insn.op == Op::Address ||
                              insn.op == Op::Constant || insn.op == Op::Move || insn.op == Op::Nop;
        if (!(stored || computes) || (insn.written & ~call_clobbers()) != 0)
            return false;
        stores += stored;
        if ((insn.written >> kResultRegister & 1) != 0)
            fails = insn.op == Op::Constant && static_cast<int32_t>(insn.immediate) == -1;
    }
    return false;
}

} // namespace

void LibcObject::classify_call(Instruction *insn)
{
    Instruction list[kRoom];
    const bool known = insn->target == helper_ || insn->target == sets_errno_;
    const unsigned count = known ? 0 : decode(insn->target, UINT64_MAX, list, kRoom);
    sc_audit_entry entry;
    if (tells_place(list, count)) {
        insn->op = Op::Compute;
        insn->written = 1u << list[0].to;
    } else if (insn->target == helper_ || (!known && map_entry(list, count, &entry) == nullptr)) {
        helper_ = insn->target;
        insn->op = Op::SystemCall;
        insn->place = Place::None;
    } else if (!within_call_) {
        within_call_ = true; /* what that function calls is not asked the same */
        if (insn->target == sets_errno_ || sets_errno(this, insn->target)) {
            sets_errno_ = insn->target;
            insn->op = Op::Store;
            insn->place = Place::Thread;
            insn->from = kResultRegister;
            insn->written = call_clobbers();
        }
        within_call_ = false;
    }
}

} // namespace safecancel
