/* SPDX-License-Identifier: MIT */
/*
 * Every instruction that control can reach from one address, and what is known
 * there.  Bounded: code that goes on for longer than any site is not followed.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_WALK_H
#define SAFECANCEL_SHIM_AUDIT_WALK_H

#include "facts.h"
#include "libc_object.h"

namespace safecancel {

/* One reached instruction. */
struct Visit {
    Instruction insn = {};
    Facts facts;          /* before it */
    bool waiting = false; /* to be asked about, or asked again */
};

/* What a walk's visitor answers: where control goes from here. */
enum class Step : uint8_t {
    On,    /* to the next instruction, a jump's target, or both */
    End,   /* nowhere: the walk's purpose is reached */
    Wrong, /* the code is not what it should be; the visitor has said why */
};

class Walk {
public:
    static constexpr unsigned kRoom = 96;

    /*
     * Asks `visitor(visit)` about each instruction reached from `start`, again
     * when less is known there than before.  False when it answered Wrong, or
     * the code left the object, did not decode or was too long; `why` is then
     * set unless the visitor set it, and `at` is where.
     */
    template <class Visitor> bool run(LibcObject *object, uint64_t start, const Facts &facts, Visitor visitor);

    const char *why = nullptr;
    uint64_t at = 0;

    Visit *begin() { return visits_; }
    Visit *end() { return visits_ + count_; }

    /* Orders the visits by address. */
    void sort();

private:
    bool reach(LibcObject *object, uint64_t address, const Facts &facts);
    bool leave(LibcObject *object, const Visit &visit);
    Visit *next_waiting();
    Visit *find(uint64_t address);
    bool fail(uint64_t address, const char *sentence);

    unsigned count_ = 0;
    Visit visits_[kRoom];
};

template <class Visitor> bool Walk::run(LibcObject *object, uint64_t start, const Facts &facts, Visitor visitor)
{
    count_ = 0;
    why = nullptr;
    if (!reach(object, start, facts))
        return false;
    while (Visit *visit = next_waiting()) {
        visit->waiting = false;
        const Step step = visitor(*visit);
        if (step == Step::Wrong)
            return fail(visit->insn.address, "not understood");
        if (step == Step::On && !leave(object, *visit))
            return false;
    }
    return true;
}

} // namespace safecancel

#endif
