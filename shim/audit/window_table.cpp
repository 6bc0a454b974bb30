/* SPDX-License-Identifier: MIT */
/* Keeping the windows in order; see window_table.h. */
#include "window_table.h"

#include "site.h"

namespace safecancel {
namespace {

/* The stretches of one site. */
struct Stretches {
    static constexpr unsigned kRoom = 12;

    sc_audit_window list[kRoom];
    unsigned count = 0;
    bool lost = false; /* one more than there was room for */

    sc_audit_window *add(uint64_t begin);
    void see(const Visit &visit);
    void see_unknown(const Visit &visit);
};

sc_audit_window *Stretches::add(uint64_t begin)
{
    if (count == kRoom) {
        lost = true;
        --count;
    }
    list[count] = {begin, begin, begin, SC_AUDIT_NUMBER_UNKNOWN, 0, nullptr, 0};
    return &list[count++];
}

/*
 * In the order of addresses.  Instructions after the system call prolong the
 * stretch before them; one before it begins another, unless the last has not
 * come to its end yet.
 */
void Stretches::see(const Visit &visit)
{
    const Instruction &insn = visit.insn;
    sc_audit_window *last = count != 0 && list[count - 1].after == insn.address ? &list[count - 1] : nullptr;
    if (visit.facts.phase == Phase::After) {
        last = last != nullptr ? last : add(insn.address);
        last->after = insn.next();
        return;
    }
    const bool goes_on = last != nullptr && last->end == last->after && last->flags == 0;
    last = goes_on ? last : add(insn.address);
    last->end = last->after = insn.next();
    if (insn.op == Op::SystemCall) {
        last->flags = SC_AUDIT_CALLS;
        last->number = system_call_number(visit);
    }
}

/* In the order of addresses: one stretch for as long as there is no gap. */
void Stretches::see_unknown(const Visit &visit)
{
    const bool goes_on = count != 0 && list[count - 1].after == visit.insn.address;
    sc_audit_window *last = goes_on ? &list[count - 1] : add(visit.insn.address);
    last->end = last->after = visit.insn.next();
    last->flags = SC_AUDIT_AS_LIBC;
}

/* Where a window that begins at `begin` belongs. */
unsigned place_of(const sc_audit_found &found, uint64_t begin)
{
    unsigned place = found.count;
    while (place != 0 && found.window[place - 1].begin > begin)
        --place;
    return place;
}

bool is_free(const sc_audit_found &found, const sc_audit_window &window)
{
    const unsigned place = place_of(found, window.begin);
    const bool after_last = place == 0 || found.window[place - 1].after <= window.begin;
    return after_last && (place == found.count || window.after <= found.window[place].begin);
}

void insert(const sc_audit_window &window, sc_audit_found *found)
{
    const unsigned place = place_of(*found, window.begin);
    for (unsigned i = found->count++; i > place; --i)
        found->window[i] = found->window[i - 1];
    found->window[place] = window;
}

bool add_all(const sc_audit_window *list, unsigned count, sc_audit_found *found)
{
    if (count > SC_AUDIT_WINDOWS - found->count)
        return false;
    for (unsigned i = 0; i < count; ++i)
        if (!is_free(*found, list[i]) || (i != 0 && list[i - 1].after > list[i].begin))
            return false;
    for (unsigned i = 0; i < count; ++i)
        insert(list[i], found);
    return true;
}

/* Cuts the walk's visits into stretches by `see` and adds them all, or none. */
bool add_stretches(Walk *walk, void (Stretches::*see)(const Visit &), sc_audit_found *found)
{
    Stretches stretches;
    walk->sort();
    for (const Visit &visit : *walk)
        (stretches.*see)(visit);
    return !stretches.lost && add_all(stretches.list, stretches.count, found);
}

} // namespace

bool add_site(Walk *walk, sc_audit_found *found)
{
    return add_stretches(walk, &Stretches::see, found);
}

bool add_unknown_site(Walk *walk, sc_audit_found *found)
{
    return add_stretches(walk, &Stretches::see_unknown, found);
}

bool add_window(uint64_t begin, uint64_t end, uint64_t after, uint32_t flags, sc_audit_found *found)
{
    const sc_audit_window window = {begin, end, after, SC_AUDIT_NUMBER_UNKNOWN, flags, nullptr, 0};
    return add_all(&window, 1, found);
}

} // namespace safecancel
