/* SPDX-License-Identifier: MIT */
/* The points of glibc <= 2.40; see points_audit.h. */
#include <stdio.h>

#include "calls.h"
#include "marks.h"
#include "points_audit.h"
#include "site.h"
#include "window_table.h"

namespace safecancel {
namespace {

/* A plain point with other calls before the one that enables is none. */
constexpr unsigned kBeforeFirstCall = 48;

/*
 * Plain points that must name the same two functions: two, so that none is
 * believed alone.  But librt.so.1 has no more than two, and a change in one must
 * not cost the object's other sites.
 */
unsigned witnesses_needed(const Function *points)
{
    unsigned exported = 0;
    for (unsigned i = 0; i < kPlainPointCount; ++i)
        exported += points[i].size != 0;
    return exported > 2 ? 2 : 1;
}

struct Marks {
    Extent enable, disable;
};

/* The first call in a function, or 0. */
uint64_t first_call(LibcObject *object, const Function &function)
{
    Instruction insn;
    uint64_t address = function.start;
    for (unsigned i = 0; i < kBeforeFirstCall && address - function.start < function.size; ++i) {
        if (!object->decode(address, &insn))
            return 0;
        if (insn.op == Op::Call)
            return address;
        address = insn.next();
    }
    return 0;
}

uint64_t target_of(LibcObject *object, uint64_t call)
{
    Instruction insn;
    return object->decode(call, &insn) ? insn.target : 0;
}

/* The two functions that a point is between, if they are what they should be.  False: walk->why says why not. */
bool ask_point(LibcObject *object, const Function &point, const Marks &known, Walk *walk, Marks *marks)
{
    const uint64_t call = first_call(object, point);
    Site site(object, walk, kAnyFunction);
    walk->why = nullptr;
    if (call == 0 || !site.follow(call))
        return false;
    const uint64_t enable = target_of(object, call);
    *marks = known;
    if (enable == known.enable.start && site.disable() == known.disable.start)
        return true;
    return is_enable(object, enable, walk, &marks->enable) &&
           is_disable(object, site.disable(), walk, &marks->disable);
}

/* A point that is not understood is no witness: it may have been changed, and is reported as a site. */
bool find_marks(LibcObject *object, const Function *points, Walk *walk, Marks *agreed)
{
    unsigned witnesses = 0;
    const char *why = nullptr;
    for (unsigned i = 0; i < kPlainPointCount; ++i) {
        Marks marks;
        if (points[i].size == 0)
            continue;
        if (!ask_point(object, points[i], *agreed, walk, &marks)) {
            why = walk->why != nullptr ? walk->why : why;
            continue;
        }
        if (witnesses++ == 0)
            *agreed = marks;
        if (agreed->enable.start != marks.enable.start || agreed->disable.start != marks.disable.start) {
            walk->why = "points are between different functions";
            return false;
        }
    }
    walk->why = why != nullptr ? why : "too few points make a system call between two functions";
    return witnesses >= witnesses_needed(points);
}

void describe(const LibcObject &object, uint64_t call, const Walk &walk, const char *why, char *line)
{
    uint64_t offset = 0;
    const char *name = object.name_before(call, &offset);
    const int size = snprintf(line, SC_AUDIT_MESSAGE, "%s: %s+0x%llx: %s", object.facts().soname,
                              name != nullptr ? name : "start", static_cast<unsigned long long>(offset), why);
    if (walk.at == call || size < 0 || size >= SC_AUDIT_MESSAGE)
        return;
    snprintf(line + size, static_cast<size_t>(SC_AUDIT_MESSAGE - size), ", at 0x%llx",
             static_cast<unsigned long long>(walk.at - object.facts().base));
}

/* What walk->why says of it is reported; where its code lies is kept if it can be told. */
void not_understood(const LibcObject &object, uint64_t call, Site *site, Walk *walk, sc_audit_found *found)
{
    const char *why = walk->why != nullptr ? walk->why : "shares code with another site";
    if (found->not_understood < SC_AUDIT_UNKNOWN)
        describe(object, call, *walk, why, found->unknown[found->not_understood]);
    ++found->not_understood;
    if (!site->cover(call) || !add_unknown_site(walk, found))
        ++found->unbounded;
}

void add_sites(LibcObject *object, const Marks &marks, Walk *walk, sc_audit_found *found)
{
    uint64_t calls[SC_AUDIT_WINDOWS];
    const sc_audit_object &facts = object->facts();
    const unsigned count =
        find_calls(facts.code, facts.size, facts.start, marks.enable.start, calls, SC_AUDIT_WINDOWS);
    for (unsigned i = 0; i < count && i < SC_AUDIT_WINDOWS; ++i) {
        Site site(object, walk, marks.disable.start);
        if (site.follow(calls[i]) && add_site(walk, found))
            ++found->sites;
        else if (site.is_lock())
            ++found->no_points;
        else
            not_understood(*object, calls[i], &site, walk, found);
    }
    if (count > SC_AUDIT_WINDOWS) {
        found->not_understood += count - SC_AUDIT_WINDOWS;
        found->unbounded += count - SC_AUDIT_WINDOWS;
    }
}

} // namespace

bool find_marked_windows(LibcObject *object, const Function *points, Walk *walk, sc_audit_found *found)
{
    Marks marks;
    if (!find_marks(object, points, walk, &marks))
        return false;
    const Extent &enable = marks.enable, &disable = marks.disable;
    const bool added = add_window(enable.start, enable.limit, enable.limit, SC_AUDIT_ENABLE, found) &&
                       add_window(disable.start, disable.start, disable.limit, SC_AUDIT_DISABLE, found);
    walk->why = added ? nullptr : "the functions that enable and disable overlap";
    if (added)
        add_sites(object, marks, walk, found);
    return added;
}

} // namespace safecancel
