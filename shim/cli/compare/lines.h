/* SPDX-License-Identifier: MIT */
/* Texts as lines, and where two of them differ. */
#ifndef SAFECANCEL_COMPARE_LINES_H
#define SAFECANCEL_COMPARE_LINES_H

#include <string>
#include <string_view>
#include <vector>

namespace safecancel::compare {

using Lines = std::vector<std::string>;

/* Without their newlines.  A last line without one ends in a mark that says so, to differ from one with it. */
Lines lines_of(std::string_view text);

/* Lines [a, a_end) of one text stand where lines [b, b_end) of the other do. */
struct Hunk {
    size_t a, a_end, b, b_end;
};

/*
 * The hunks that lead from `a` to `b`, in order.  Where as many lines are changed as
 * they are changed to, each is a hunk of its own.  Few and small hunks for
 * texts of a few thousand lines that differ; for longer ones, one hunk from the first line that
 * differs to the last.
 */
std::vector<Hunk> differences(const Lines &a, const Lines &b);

/* Printable: other bytes as \xNN; cut to `width` characters. */
std::string shown(std::string_view line, size_t width);

} // namespace safecancel::compare

#endif
