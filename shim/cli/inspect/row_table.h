/* SPDX-License-Identifier: MIT */
/* The rows of shim/points.def as they are on each architecture: all of them, whichever this program is built for. */
#ifndef SAFECANCEL_INSPECT_ROW_TABLE_H
#define SAFECANCEL_INSPECT_ROW_TABLE_H

#include <string_view>
#include <vector>

namespace safecancel::inspect {

struct Row {
    std::string_view name;
    bool point = false;   /* a cancellation point; else a function that only arms, or is ours */
    bool to_libc = false; /* left to libc's own code on this architecture */
    bool timed = false;   /* and before glibc 2.34 only */
};

std::vector<Row> rows_of_x86_64();
std::vector<Row> rows_of_i386();
std::vector<Row> rows_of_aarch64();

} // namespace safecancel::inspect

#endif
