/* SPDX-License-Identifier: MIT */
/*
 * What strace saw of the point's thread between MARK_BEGIN and MARK_END, made
 * comparable: two runs of one program differ in addresses, process ids, random
 * bytes and times, and in nothing else.
 */
#ifndef SAFECANCEL_TESTS_POINTS_STRACE_LOG_H
#define SAFECANCEL_TESTS_POINTS_STRACE_LOG_H

#include <string>
#include <vector>

namespace safecancel {

/* The text of `strace -f -o FILE`; empty when there is no MARK_BEGIN. */
std::vector<std::string> point_calls(const std::string &log);

}  // namespace safecancel

#endif
