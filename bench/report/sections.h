/* SPDX-License-Identifier: MIT */
/*
 * The generated parts of docs/performance.md and README.md, each a function that
 * makes Markdown of what the driver wrote.  In the page they stand between
 * "<!-- bench NAME -->" and "<!-- bench end -->".
 */
#ifndef SAFECANCEL_BENCH_SECTIONS_H
#define SAFECANCEL_BENCH_SECTIONS_H

#include <string>

#include "statistics.h"

namespace safecancel::bench {

/* What the driver wrote, a member for each part. */
struct Results {
    Json machine, steps, calls, cancels, starts, programs, memory;
};

std::string machine_section(const Results &results);
std::string targets_section(const Results &results);
std::string calls_section(const Results &results, const std::string &architecture);
std::string steps_section(const Results &results, const std::string &architecture);
std::string cancels_section(const Results &results);
std::string starts_section(const Results &results);
std::string arming_section(const Results &results);
std::string programs_section(const Results &results);
std::string memory_section(const Results &results);
std::string summary_section(const Results &results);
std::string unmeasured_section(const Results &results);

/* Writes the figures that the plots are drawn from, into a directory. */
void write_plot_data(const Results &results, const std::string &directory);

/* The calls of one architecture; null if there is none.  Cases and variants of it by name. */
const Json *calls_of(const Results &results, const std::string &architecture);
/* The variants of one part with this property, in order. */
Json select(const Json &variants, const std::string &key, const Json &value);
/* The steps of arming, in order, without those that hold others. */
inline constexpr const char *arming_steps[] = {"others", "definitions", "layout", "load", "thunks",
                                               "windows", "unload", "unwinder", "dispatch"};

/* "1.013 (1.011 - 1.016)" */
std::string format_spread(const Spread &spread, int digits);
/* Nanoseconds, with as many digits as mean something. */
std::string format_time(double nanoseconds);

} // namespace safecancel::bench

#endif
