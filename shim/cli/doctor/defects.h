/* SPDX-License-Identifier: MIT */
/*
 * The eight defects, each provoked by a case of safecancel-probe, which counts,
 * and judged here: by what was seen, never by a version.
 */
#ifndef SAFECANCEL_DOCTOR_DEFECTS_H
#define SAFECANCEL_DOCTOR_DEFECTS_H

#include <optional>
#include <string>
#include <vector>

#include "run.h"

namespace safecancel::tool {

enum class Verdict { here, absent, inconclusive };

const char *verdict_name(Verdict verdict);

/* Rounds of one call: tried, in which the situation was met, in which the defect was seen. */
struct Count {
    std::string call;
    int tried, met, seen;
};

/* Nanoseconds and ratios, as the probe measured them. */
struct Price {
    double bare, point, low, ratio, high;
    int rounds;
};

struct Finding {
    Verdict verdict = Verdict::inconclusive;
    std::string why{}; /* it is inconclusive */
    std::vector<Count> counts{};
    std::optional<Price> price{};
};

struct Defect {
    const char *id, *title;
};

extern const Defect defects[8];

/* What a run of the defect's case shows. */
Finding judge(const Ran &ran);

/* The figures in a few words: "read 60 of 60, ...". */
std::string figures(const Finding &finding);

} // namespace safecancel::tool

#endif
