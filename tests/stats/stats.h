/* SPDX-License-Identifier: MIT */
/* The program that counts, and its page as the preloaded object left it. */
#ifndef SAFECANCEL_TESTS_STATS_STATS_H
#define SAFECANCEL_TESTS_STATS_STATS_H

#include <string>
#include <vector>

#include "child.h"
#include "stats_page.h"
#include "temporary.h"

namespace safecancel {

/* `counted` under the shim, which must be armed; pages go to `place`. */
Command counted(const TemporaryDirectory &place, const std::vector<std::string> &arguments);

/* The same, which shares its page. */
Command sharing(const TemporaryDirectory &place, const std::vector<std::string> &arguments);

Command with(Command command, const std::string &variable);

/*
 * `program`, which becomes the process of a shell that first runs `script`, in which
 * $PAGE is where the page will be.  Nothing is preloaded into the shell.
 */
Command after(const std::string &script, const Command &program, const TemporaryDirectory &place);

/* The page that process `pid` left in `place`, checked for its format; and one of its rows. */
sc_stats_page page_of(const TemporaryDirectory &place, long pid);
sc_stats_point point_of(const sc_stats_page &page, const std::string &name);

/* The only page in `place`. */
sc_stats_page only_page(const TemporaryDirectory &place);

/* Counted together, over all rows; and in how many rows. */
sc_stats_point total_of(const sc_stats_page &page);

} // namespace safecancel

#endif
