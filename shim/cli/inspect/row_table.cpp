/* SPDX-License-Identifier: MIT */
/* Compiled once for each architecture, with that one's calls.def: see row_table.h. */
#include "row_table.h"

namespace safecancel::inspect {
namespace {

struct Same {
    std::string_view target, other;
};

constexpr Same sames[] = {
#define SC_SAME(target, other) {#target, #other},
#include "points.def"
};

constexpr std::string_view timed_rows[] = {
#define SC_TIMED(name) #name,
#include "points.def"
    ""};

bool has_no_target(std::string_view target)
{
    for (const Same &same : sames)
        if (same.target == target)
            return same.other == "sc_no_target";
    return false;
}

bool is_timed(std::string_view name)
{
    for (const std::string_view timed : timed_rows)
        if (timed == name)
            return true;
    return false;
}

} // namespace

std::vector<Row> SC_ROWS_OF()
{
    std::vector<Row> rows;
#define SC_ROW(name, target) rows.push_back({#name, true, has_no_target(#target), is_timed(#name)});
#define SC_ENTRY(name, target) rows.push_back({#name, false, false, false});
#define SC_OWN(name) rows.push_back({#name, false, false, false});
#include "points.def"
    return rows;
}

} // namespace safecancel::inspect
