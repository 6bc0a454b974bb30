/* SPDX-License-Identifier: MIT */
/*
 * The rules a thunk is held to.
 *
 * A rule is a name, a sentence that says what is wrong when it does not hold
 * (the message a user sees), and one small function.  Listing rules look at
 * the instructions as they stand; path rules are asked before each instruction
 * of every path that control can take, with what is known there.  They are
 * asked in the order of the tables, so a rule may rely on those before it.
 * tests/audit has a bad thunk for each; a rule without one fails the tests.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_RULES_H
#define SAFECANCEL_SHIM_AUDIT_RULES_H

#include "audit.h"
#include "instruction.h"

namespace safecancel {

/* The thunk, decoded. */
struct Listing {
    static constexpr unsigned kRoom = 128;

    const sc_audit_thunk *facts;
    unsigned count;
    Instruction list[kRoom];

    const Instruction *begin() const { return list; }
    const Instruction *end() const { return list + count; }

    /* The instruction that starts at `address`, or nullptr. */
    const Instruction *at(uint64_t address) const
    {
        for (const Instruction &insn : *this)
            if (insn.address == address)
                return &insn;
        return nullptr;
    }

    /* The address after the last instruction that was decoded. */
    uint64_t decoded_end() const { return count == 0 ? facts->start : list[count - 1].next(); }

    bool holds(uint64_t address) const { return address - facts->start < facts->size; }
    bool in_window(uint64_t address) const { return address >= facts->begin && address < facts->end; }
};

/* What a listing rule answers when nothing is wrong; otherwise the address where it is. */
constexpr uint64_t kHolds = UINT64_MAX;

struct ListingRule {
    const char *name;
    const char *sentence;
    uint64_t (*check)(const Listing &);
};

struct State; /* machine.h */

struct PathRule {
    const char *name;
    const char *sentence;
    bool (*holds)(const Listing &, const State &, const Instruction &);
};

template <typename Rule> struct Rules {
    const Rule *first;
    unsigned count;

    const Rule *begin() const { return first; }
    const Rule *end() const { return first + count; }
};

extern const Rules<ListingRule> kByteRules;   /* byte_rules.cpp */
extern const Rules<ListingRule> kWindowRules; /* window_rules.cpp */
extern const Rules<ListingRule> kFlowRules;   /* flow_rules.cpp */
extern const Rules<PathRule> kPathRules;      /* path_rules.cpp */
extern const Rules<PathRule> kOwnRules;       /* <arch>/own_rules.cpp: of this architecture */

} // namespace safecancel

#endif
