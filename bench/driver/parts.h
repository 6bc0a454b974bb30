/* SPDX-License-Identifier: MIT */
/*
 * The parts of the measurement.  Each measures the variants in turn, in many short
 * rounds, so that whatever else the machine does meets all of them alike, and
 * returns what every round said: medians are the report's.  What cannot be measured
 * is left out, with a line under "unmeasured".
 */
#ifndef SAFECANCEL_BENCH_PARTS_H
#define SAFECANCEL_BENCH_PARTS_H

#include <nlohmann/json.hpp>

#include "variant.h"

namespace safecancel::bench {

using Json = nlohmann::json;

struct Settings {
    Places places;
    bool brief = false; /* only to see that it works */
    int processor = -1; /* the one that what is timed runs on; -1: wherever it likes */

    /* `full`; briefly a twentieth of it, at least 2. */
    int rounds(int full) const { return brief ? (full / 20 > 2 ? full / 20 : 2) : full; }
};

Json measure_machine(const Settings &settings);
Json measure_steps(const Settings &settings);
Json measure_calls(const Settings &settings);
Json measure_cancels(const Settings &settings);
Json measure_starts(const Settings &settings);
Json measure_programs(const Settings &settings);
Json measure_memory(const Settings &settings);

/* A line that says what is being done; scripts/bench shows the last one. */
void progress(const std::string &text);

/* The settings' processor for us and all we start; back to all of them. */
void stay_on_processor(const Settings &settings);
void leave_processor();

} // namespace safecancel::bench

#endif
