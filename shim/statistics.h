/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  What is counted, in the page of stats_page.h: on rare
 * paths only, where a request is made or comes to something, and by the same
 * code whether anybody reads it or not.
 */
#ifndef SAFECANCEL_SHIM_STATISTICS_H
#define SAFECANCEL_SHIM_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include "config.h"
#include "stats_page.h"

namespace safecancel {

/* A whole page of the largest kind, so that a file can be mapped over it. */
union StatisticsArea {
    sc_stats_page page;
    unsigned char whole[SC_LARGEST_PAGE];
};
static_assert(sizeof(sc_stats_page) <= SC_LARGEST_PAGE && offsetof(sc_stats_page, points) == 312);

/* Exported as safecancel_v1_statistics, for readers outside. */
extern StatisticsArea statistics_area;

inline sc_stats_page &statistics()
{
    return statistics_area.page;
}

/*
 * The row of what the thunk was given (see points.def), or of what own_row made of
 * a row: that is looked up only where something is counted.
 */
constexpr unsigned own_row_mark = 1u << 31;
constexpr unsigned own_row(unsigned row)
{
    return own_row_mark | row;
}
unsigned row_of(unsigned point);

/* What is in the page's rows from SC_STATS_OWN_POINTS on; for a number that is in none, null. */
const char *name_of_call(long number);

/*
 * Adds one.  Not in a vfork child, whose memory is its parent's; in a forked one
 * the first starts from zero, in a page of its own.  Under a filter that forbids to
 * ask who we are a child's are its parent's (filter.h).  Async-signal-safe.
 */
void count(uint64_t &counter);

/* The page counts this process, not the one it was forked off.  Async-signal-safe. */
bool statistics_are_own();

/* In a forked child: from zero, in private memory.  Async-signal-safe. */
void start_statistics_again();

/* Fills the page's head and the names of its rows: from now on is counted. */
void begin_statistics(sc_stats_level level, const char *reason);

} // namespace safecancel

#endif
