/* SPDX-License-Identifier: MIT */
/*
 * A suite: a file with a line for each program,
 *
 *     NAME: [OPTIONS... --] PROGRAM [ARGS...]
 *
 * where what stands behind the colon is what would stand behind "safecancel compare", in
 * words that are quoted as for a shell; nothing is expanded.  Empty lines and those
 * that begin with # say nothing.
 */
#ifndef SAFECANCEL_COMPARE_SUITE_H
#define SAFECANCEL_COMPARE_SUITE_H

#include <string>
#include <vector>

#include "options.h"

namespace safecancel::compare {

struct Entry {
    std::string name;
    Options options;
};

/* Reads it; `common` is what the options of its lines are added to.  Throws Refusal, with the line's number. */
std::vector<Entry> read_suite(const std::string &path, const Options &common);

} // namespace safecancel::compare

#endif
