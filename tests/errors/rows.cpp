/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <set>

#include "emulated.h"
#include "libc.h"

namespace safecancel {

namespace {

/* Up to glibc 2.33, on 32-bit systems. */
bool is_timed(const std::string &function)
{
    static const std::set<std::string> timed = {
#define SC_TIMED(name) #name,
#include "points.def"
    };
    return libc_minor() < 34 && timed.count(function) != 0;
}

/*
 * It comes to several points, of which the last one waits.  An emulator does not tell
 * where a thread waits, so an earlier one may take what was asked for before the call.
 */
bool an_earlier_point_may_take_it(const Row &row)
{
    return is_emulated() && inside(row) && row.is("many") && sees(row);
}

}  // namespace

std::string name_of(Way way)
{
    static const char *const names[] = {"interrupt", "masked", "break", "deadline"};
    return names[static_cast<int>(way)];
}

bool inside(const Row &row) { return row.is("inside"); }

bool played(const Row &row)
{
    return !row.is("plain") && !row.is("stray") && row.name.find(":shared") == std::string::npos;
}

bool blocks(const Row &row) { return played(row) && row.is("blocks"); }

bool sees(const Row &row)
{
    if (inside(row))
        return row.is("blocks") && !row.is("stray") && !row.is("child") && (!row.is("futex") || row.name.compare(0, 4, "sem_") == 0);
    return !row.is("no_point") && !row.is("gone");
}

bool sees_and_blocks(const Row &row) { return blocks(row) && sees(row); }

bool points(const Row &row) { return played(row) && !row.is("no_point"); }

bool can_cancel_blocked(const Row &row) { return blocks(row) && !row.is("no_point"); }

bool completes(const Row &row) { return played(row) && !row.is("eintr") && !row.is("many"); }

bool again(const Row &row)
{
    return played(row) && sees(row) && !row.is("once") && !an_earlier_point_may_take_it(row);
}

bool partial(const Row &row) { return row.is("partial"); }

bool fails_before(const Row &row)
{
    const bool left = sizeof(long) == 4 && (row.name.find("fcntl:ofd") != std::string::npos || row.function() == "recvmmsg");
    return played(row) && !left && !is_timed(row.function()) && !an_earlier_point_may_take_it(row);
}

}  // namespace safecancel
