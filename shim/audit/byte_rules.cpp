/* SPDX-License-Identifier: MIT */
/* Rules on the thunk's bytes, and on begin, end and cancel as places among them. */
#include "rules.h"

namespace safecancel {
namespace {

/* First of all: whoever rewrote the thunk is told so, whatever else is wrong with it now. */
uint64_t bytes_as_linked(const Listing &thunk)
{
    const sc_audit_thunk &facts = *thunk.facts;
    if (facts.linked != nullptr)
        for (size_t i = 0; i < facts.size; ++i)
            if (facts.code[i] != facts.linked[i])
                return facts.start + i;
    return kHolds;
}

uint64_t few_instructions(const Listing &thunk)
{
    return thunk.count == Listing::kRoom ? thunk.decoded_end() : kHolds;
}

uint64_t bytes_decode(const Listing &thunk)
{
    const bool all = thunk.facts->size != 0 && thunk.decoded_end() == thunk.facts->start + thunk.facts->size;
    return all ? kHolds : thunk.decoded_end();
}

uint64_t starts_instruction(const Listing &thunk, uint64_t address)
{
    return thunk.at(address) != nullptr ? kHolds : address;
}

uint64_t begin_is_instruction(const Listing &thunk)
{
    return starts_instruction(thunk, thunk.facts->begin);
}

uint64_t end_is_instruction(const Listing &thunk)
{
    return starts_instruction(thunk, thunk.facts->end);
}

uint64_t cancel_is_instruction(const Listing &thunk)
{
    return starts_instruction(thunk, thunk.facts->cancel);
}

uint64_t end_after_begin(const Listing &thunk)
{
    return thunk.facts->begin < thunk.facts->end ? kHolds : thunk.facts->end;
}

uint64_t cancel_outside_window(const Listing &thunk)
{
    return thunk.in_window(thunk.facts->cancel) ? thunk.facts->cancel : kHolds;
}

constexpr ListingRule kTable[] = {
    {"bytes_as_linked", "the byte in memory is not the one that was linked", bytes_as_linked},
    {"few_instructions", "the thunk has more instructions than the audit follows", few_instructions},
    {"bytes_decode", "these bytes are no instruction", bytes_decode},
    {"begin_is_instruction", "begin is not where an instruction of the thunk starts", begin_is_instruction},
    {"end_is_instruction", "end is not where an instruction of the thunk starts", end_is_instruction},
    {"cancel_is_instruction", "cancel is not where an instruction of the thunk starts", cancel_is_instruction},
    {"end_after_begin", "end does not lie after begin", end_after_begin},
    {"cancel_outside_window", "cancel lies inside the window", cancel_outside_window},
};

} // namespace

const Rules<ListingRule> kByteRules = {kTable, sizeof kTable / sizeof *kTable};

} // namespace safecancel
