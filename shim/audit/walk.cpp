/* SPDX-License-Identifier: MIT */
/* Following libc's code; see walk.h. */
#include "walk.h"

namespace safecancel {

bool Walk::fail(uint64_t address, const char *sentence)
{
    at = address;
    if (why == nullptr)
        why = sentence;
    return false;
}

Visit *Walk::find(uint64_t address)
{
    for (Visit &visit : *this)
        if (visit.insn.address == address)
            return &visit;
    return nullptr;
}

/* The last first: straight code is followed to its end before a branch is. */
Visit *Walk::next_waiting()
{
    for (unsigned i = count_; i-- != 0;)
        if (visits_[i].waiting)
            return &visits_[i];
    return nullptr;
}

bool Walk::reach(LibcObject *object, uint64_t address, const Facts &facts)
{
    if (Visit *known = find(address)) {
        known->waiting |= known->facts.meet(facts);
        return true;
    }
    if (count_ == kRoom)
        return fail(address, "the code goes on for longer than any site");
    Visit &visit = visits_[count_];
    if (!object->decode(address, &visit.insn))
        return fail(address, "these bytes are no instruction");
    visit.facts = facts;
    visit.waiting = true;
    ++count_;
    return true;
}

bool Walk::leave(LibcObject *object, const Visit &visit)
{
    const Instruction insn = visit.insn;
    Facts facts = visit.facts;
    apply(object->word(), insn, &facts);
    if ((insn.op == Op::Jump || insn.op == Op::Branch) && !reach(object, insn.target, facts))
        return false;
    return insn.op == Op::Jump || reach(object, insn.next(), facts);
}

void Walk::sort()
{
    for (unsigned i = 1; i < count_; ++i)
        for (unsigned j = i; j != 0 && visits_[j].insn.address < visits_[j - 1].insn.address; --j) {
            const Visit earlier = visits_[j];
            visits_[j] = visits_[j - 1];
            visits_[j - 1] = earlier;
        }
}

} // namespace safecancel
