/* SPDX-License-Identifier: MIT */
/* One program compared: the runs in turn, and what they show. */
#ifndef SAFECANCEL_COMPARE_COMPARISON_H
#define SAFECANCEL_COMPARE_COMPARISON_H

#include <functional>
#include <string>
#include <vector>

#include "judge.h"
#include "options.h"

namespace safecancel::compare {

struct Comparison {
    std::string name;                /* the command, or what a suite calls it */
    std::vector<std::string> words;
    size_t runs = 0;                 /* on each side */
    std::vector<Aspect> aspects;
    std::vector<Measure> measures;
    std::string refused;             /* not empty: it could not be compared, and why */
    bool differs() const;
};

/* Told before each run, for progress: "run 2 with the shim". */
using Progress = std::function<void(const std::string &)>;

/* Throws Refusal if it cannot be run, or the shim is not loaded into it; and Interrupted. */
Comparison compare(const Options &options, const std::string &name, const Progress &progress);

} // namespace safecancel::compare

#endif
