/* SPDX-License-Identifier: MIT */
/* What can be cancelled: the rows that the stage program lists. */
#ifndef SAFECANCEL_PROVE_ROW_H
#define SAFECANCEL_PROVE_ROW_H

#include <string>
#include <vector>

namespace safecancel::prove {

struct Row {
    std::string name;       /* NAME or NAME:VARIANT */
    std::string properties; /* "inside=0 blocks=1 ..." */

    bool is(const std::string &property) const;
    std::string function() const { return name.substr(0, name.find(':')); }
};

/* Runs `stage --list`.  Throws if that fails. */
std::vector<Row> list_rows(const std::string &stage);

/* Why a row of this function has no such situation; empty: none is given. */
std::string reason_for_lack(const std::string &function, const std::string &situation);

/*
 * What is wrong with the rows, a line each: a function without one of the three
 * situations and without a reason, or with both; a function of `table`, which
 * is points.def, or one that has to be proved inside libc, without a row.
 */
std::vector<std::string> unexplained(const std::vector<Row> &rows, const std::string &table);

} // namespace safecancel::prove

#endif
