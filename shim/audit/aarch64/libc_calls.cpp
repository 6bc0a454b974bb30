/* SPDX-License-Identifier: MIT */
/*
 * 64-bit Arm: functions of the compiler's that change memory in one step, in
 * the way that the processor at hand is best at (GCC, -moutline-atomics):
 *
 *     is there cas?   mov w16, w0; ldaxr w0, [x2]; cmp; b.ne; stxr w17, w1, [x2]; cbnz; ret
 *                     cas w0, w1, [x2]; ret
 *
 * and the same of ldset.  They change no registers but w0, w15, w16 and w17.
 */
#include "../libc_object.h"

namespace safecancel {
namespace {

constexpr unsigned kRoom = 20;

/* Of the instructions up to both returns: what each half does, as one instruction. */
struct Halves {
    const Instruction *exchange = nullptr, *loads = nullptr, *stores = nullptr;
    unsigned returns = 0;
};

bool may_stand_between(const Instruction &insn)
{
    switch (insn.op) {
    case Op::Nop:
    case Op::InObject:
    case Op::Compute:
    case Op::Compare:
    case Op::TestRegister:
    case Op::Move:
    case Op::Branch:
    case Op::Or: return (insn.written & ~(1u << x15 | 1u << x16 | 1u << x17)) == 0;
    default: return false;
    }
}

/* False: it is something else than such a function. */
bool see(const Instruction &insn, Halves *halves)
{
    switch (insn.op) {
    case Op::CompareExchange:
    case Op::OrMemory: return halves->exchange == nullptr && (halves->exchange = &insn);
    case Op::LoadExclusive: return halves->loads == nullptr && (halves->loads = &insn);
    case Op::StoreExclusive: return halves->stores == nullptr && (halves->stores = &insn);
    case Op::Return: return ++halves->returns <= 2;
    default: return may_stand_between(insn);
    }
}

bool is_at(const Instruction &insn, int8_t base)
{
    return insn.place == Place::Pointer && insn.base == base && insn.displacement == 0 && insn.width == 4;
}

bool agree(const Halves &halves, int8_t base)
{
    return is_at(*halves.exchange, base) && is_at(*halves.loads, base) && is_at(*halves.stores, base) &&
           halves.loads->to == x0;
}

} // namespace

void LibcObject::classify_call(Instruction *insn)
{
    Instruction list[kRoom];
    Halves halves;
    const unsigned count = decode(insn->target, UINT64_MAX, list, kRoom);
    for (unsigned i = 0; i < count && halves.returns < 2; ++i)
        if (!see(list[i], &halves))
            return;
    if (halves.returns < 2 || halves.exchange == nullptr || halves.loads == nullptr || halves.stores == nullptr)
        return;
    Instruction exchange = *halves.exchange;
    const bool exchanges = exchange.op == Op::CompareExchange && exchange.to == x0 && exchange.from == x1 &&
                           halves.stores->from == x1 && agree(halves, x2);
    const bool ors = exchange.op == Op::OrMemory && agree(halves, x1);
    if (!exchanges && !ors)
        return;
    exchange.address = insn->address;
    exchange.written |= 1u << x15 | 1u << x16 | 1u << x17;
    *insn = exchange;
}

} // namespace safecancel
