/* SPDX-License-Identifier: MIT */
/* What the preloaded object says with SAFECANCEL_VERBOSE=1, taken apart. */
#ifndef SAFECANCEL_DOCTOR_LEVEL_H
#define SAFECANCEL_DOCTOR_LEVEL_H

#include <string>
#include <string_view>
#include <vector>

namespace safecancel::tool {

struct Level {
    std::string name{};    /* "full", "points only", "off", "not loaded"; empty: it said none */
    std::string reason{};  /* why it is not full */
    std::string glibc{};   /* as the object sees it */
    unsigned word_offset = 0, tid_offset = 0;
    std::string witness{}; /* of the layout */
    std::string signals{}; /* why threads are signalled that may not be in a point; empty: they are not */
    unsigned points = 0, chained = 0;           /* through the thunk, and to other objects */
    std::vector<std::string> chained_names{};
    unsigned understood = 0, not_understood = 0; /* libc's own points */
    std::vector<std::string> left_to_libc{};     /* where, and why */
    std::string disabled_points{};               /* what is not understood of libc's points that cannot be cancelled */
    std::vector<std::string> warnings{};
    std::vector<std::string> strange{};          /* lines that are not understood */

    bool full() const { return name == "full"; }
    bool membarrier() const { return signals.find("membarrier") == signals.npos; }
};

/* From the standard error of a program that was armed. */
Level read_level(std::string_view text);

} // namespace safecancel::tool

#endif
