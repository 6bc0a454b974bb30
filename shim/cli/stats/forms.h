/* SPDX-License-Identifier: MIT */
/* Statistics as text for people, as JSON and for Prometheus. */
#ifndef SAFECANCEL_STATS_FORMS_H
#define SAFECANCEL_STATS_FORMS_H

#include <string>
#include <vector>

#include "page_reader.h"

namespace safecancel::tool {

const char *name_of(Life life);

/* One process, point by point; `all`: also those with nothing counted. */
std::string as_text(const Statistics &statistics, bool all);

/* Several, a line each. */
std::string as_table(const std::vector<Statistics> &several);

/* An object for each: one alone, or an array. */
std::string as_json(const Statistics &statistics, bool all);
std::string as_json(const std::vector<Statistics> &several, bool all);

/* The text format of Prometheus, as node_exporter's textfile collector reads it. */
std::string as_prometheus(const std::vector<Statistics> &several, bool all);

} // namespace safecancel::tool

#endif
