/* SPDX-License-Identifier: MIT */
/* What a comparison comes to, for people and as JSON. */
#ifndef SAFECANCEL_COMPARE_REPORT_H
#define SAFECANCEL_COMPARE_REPORT_H

#include <string>

#include <nlohmann/json.hpp>

#include "comparison.h"

namespace safecancel::compare {

using Json = nlohmann::ordered_json;

/* The table of aspects, the measures, and the first differing lines. */
std::string report(const Comparison &comparison);

/* Of a suite: the line of its summary table, and the differences, if there are any. */
std::string table_head(size_t name_width);
std::string table_line(const Comparison &comparison, size_t name_width);
std::string differences_of(const Comparison &comparison);

Json as_json(const Comparison &comparison);

/* The words as a shell would have to be given them. */
std::string command_line(const std::vector<std::string> &words);

} // namespace safecancel::compare

#endif
