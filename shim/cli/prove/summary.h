/* SPDX-License-Identifier: MIT */
/* Counting what the proof's JSON says. */
#ifndef SAFECANCEL_PROVE_SUMMARY_H
#define SAFECANCEL_PROVE_SUMMARY_H

#include <string>

#include "proof.h"

namespace safecancel::prove {

struct Counts {
    size_t instructions = 0;  /* in the traces of the points */
    size_t stopped_at = 0;    /* of these, at how many a cancel was made */
    size_t runs = 0;
    size_t acted = 0, kept = 0, lost = 0, missed = 0, twice = 0, broken = 0;
    size_t unreached = 0;     /* positions that the thread did not come by */
    size_t unwound = 0;       /* instructions from which the stack was unwound */
    size_t not_unwound = 0;   /* and did not lead back */

    Counts &operator+=(const Counts &other);
    bool clean() const { return lost + missed + twice + broken + not_unwound == 0; }
};

Counts count_variant(const Json &variant);
Counts count_situation(const Json &situation);
Counts count_row(const Json &row);

/* Of all rows of one side. */
Counts count_side(const Json &rows, const std::string &side);

Json to_json(const Counts &counts);

} // namespace safecancel::prove

#endif
