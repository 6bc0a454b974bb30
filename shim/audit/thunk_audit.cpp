/* SPDX-License-Identifier: MIT */
/* The audit of the thunk; see thunk_audit.h. */
#include "thunk_audit.h"

#include <stdio.h>

#include <initializer_list>

#include "machine.h"
#include "rules.h"

namespace safecancel {
namespace {

void report(const Listing &thunk, uint64_t address, const char *sentence, char *message)
{
    const Instruction *insn = thunk.at(address);
    const int64_t offset = static_cast<int64_t>(address - thunk.facts->start);
    const char *sign = offset < 0 ? "-" : "+";
    const unsigned long long distance = offset < 0 ? -static_cast<uint64_t>(offset) : static_cast<uint64_t>(offset);
    if (insn != nullptr)
        snprintf(message, SC_AUDIT_MESSAGE, "thunk%s0x%llx (%s): %s", sign, distance, insn->name, sentence);
    else
        snprintf(message, SC_AUDIT_MESSAGE, "thunk%s0x%llx: %s", sign, distance, sentence);
}

bool listing_passes(const Rules<ListingRule> &rules, const Listing &thunk, char *message)
{
    for (const ListingRule &rule : rules)
        if (const uint64_t where = rule.check(thunk); where != kHolds) {
            report(thunk, where, rule.sentence, message);
            return false;
        }
    return true;
}

/*
 * Control splits in the window and where an error is told from a result: once
 * for each system call, because afterwards the outcome is known.  One system
 * call a path (system_call_once) makes that two open paths at most.
 */
constexpr unsigned kOpenPaths = 4;

struct Paths {
    State open[kOpenPaths];
    unsigned count = 0;
    bool lost = false; /* one more than there was room for */

    void add(const State &state)
    {
        if (count < kOpenPaths)
            open[count++] = state;
        else
            lost = true;
    }
};

void follow_range(const Listing &thunk, const State &state, Paths *paths)
{
    const Instruction &branch = *state.at;
    bool inverted = false;
    separates_errors(state, branch, &inverted);
    State taken = state, passed = state;
    taken.at = thunk.at(branch.target);
    passed.at = state.at + 1;
    taken.outcome = inverted ? Outcome::Success : Outcome::Error;
    passed.outcome = inverted ? Outcome::Error : Outcome::Success;
    if (state.outcome != passed.outcome)
        paths->add(taken);
    if (state.outcome != taken.outcome)
        paths->add(passed);
}

/* Opens the paths that go on from the instruction at `state.at`. */
void follow(const Listing &thunk, State state, Paths *paths)
{
    const Instruction &insn = *state.at;
    state.seen[state.at - thunk.begin()] = true;
    if (insn.op == Op::Return || (insn.op == Op::Jump && insn.target == thunk.facts->failed))
        return;
    if (insn.op == Op::Jump) {
        state.at = thunk.at(insn.target);
        paths->add(state);
    } else if (insn.op != Op::Branch) {
        step(thunk, &state);
        paths->add(state);
    } else if (thunk.in_window(insn.address)) {
        paths->add(state_at_cancel(thunk, state));
        ++state.at;
        paths->add(state);
    } else {
        follow_range(thunk, state, paths);
    }
}

bool rules_hold(const Rules<PathRule> &rules, const Listing &thunk, const State &state, char *message)
{
    for (const PathRule &rule : rules)
        if (!rule.holds(thunk, state, *state.at)) {
            report(thunk, state.at->address, rule.sentence, message);
            return false;
        }
    return true;
}

bool paths_pass(const Listing &thunk, char *message)
{
    Paths paths;
    paths.add(state_at_entry(thunk));
    while (paths.count != 0) {
        const State state = paths.open[--paths.count];
        for (const Rules<PathRule> *rules : {&kPathRules, &kOwnRules})
            if (!rules_hold(*rules, thunk, state, message))
                return false;
        follow(thunk, state, &paths);
    }
    if (paths.lost)
        snprintf(message, SC_AUDIT_MESSAGE, "thunk: more paths than the audit follows");
    return !paths.lost;
}

} // namespace

bool thunk_passes(Disassembler *disassembler, const sc_audit_thunk &facts, char *message)
{
    Listing thunk;
    thunk.facts = &facts;
    thunk.count = disassembler->decode(facts.code, facts.size, facts.start, thunk.list, Listing::kRoom);
    return listing_passes(kByteRules, thunk, message) && listing_passes(kWindowRules, thunk, message) &&
           listing_passes(kFlowRules, thunk, message) && paths_pass(thunk, message);
}

const char *thunk_sentence(unsigned i)
{
    const Rules<ListingRule> *const tables[] = {&kByteRules, &kWindowRules, &kFlowRules};
    for (const Rules<ListingRule> *rules : tables) {
        if (i < rules->count)
            return rules->first[i].sentence;
        i -= rules->count;
    }
    if (i < kPathRules.count)
        return kPathRules.first[i].sentence;
    i -= kPathRules.count;
    return i < kOwnRules.count ? kOwnRules.first[i].sentence : nullptr;
}

} // namespace safecancel
