/* SPDX-License-Identifier: MIT */
#include "row.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

namespace safecancel::prove {
namespace {

struct Reason {
    const char *function, *situation, *reason;
};
constexpr Reason reasons[] = {
#define SC_REASON(function, situation, reason) {#function, #situation, reason},
#include "reasons.def"
#undef SC_REASON
};

/* Reach their system calls inside libc; those of points.def are added. */
constexpr const char *inside_libc =
    "fopen fgets fread getchar printf fflush popen pclose system getaddrinfo syslog sleep sem_wait sem_timedwait "
    "pthread_cond_wait pthread_cond_timedwait pthread_join pthread_timedjoin_np aio_suspend thrd_sleep cnd_wait "
    "lockf tcdrain";

std::set<std::string> functions_to_prove(const std::string &table)
{
    std::istringstream names(inside_libc);
    std::set<std::string> all{std::istream_iterator<std::string>(names), {}};
    std::ifstream lines(table);
    constexpr char row[] = "SC_ROW(";
    size_t found = 0;
    for (std::string line; std::getline(lines, line);)
        if (line.rfind(row, 0) == 0) {
            all.insert(line.substr(sizeof row - 1, line.find(',') - sizeof row + 1));
            ++found;
        }
    if (found == 0)
        throw std::runtime_error(table + ": no rows found");
    return all;
}

bool has(const Row &row, const std::string &situation)
{
    if (situation == "completes")
        return row.is("effect") || row.is("harm");
    return row.is(situation == "blocks" ? "blocks" : "fail");
}

} // namespace

bool Row::is(const std::string &property) const
{
    return (" " + properties + " ").find(" " + property + "=1 ") != std::string::npos;
}

std::vector<Row> list_rows(const std::string &stage)
{
    FILE *pipe = popen(fmt::format("exec '{}' --list", stage).c_str(), "re");
    if (!pipe)
        throw std::runtime_error("popen");
    std::string text;
    for (std::array<char, 4096> part; const size_t got = fread(part.data(), 1, part.size(), pipe);)
        text.append(part.data(), got);
    if (const int status = pclose(pipe); status != 0)
        throw std::runtime_error(fmt::format("{} --list: exit status {}", stage, WEXITSTATUS(status)));
    std::vector<Row> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto space = line.find(' ');
        rows.push_back({line.substr(0, space), line.substr(space + 1)});
    }
    return rows;
}

std::string reason_for_lack(const std::string &function, const std::string &situation)
{
    for (const Reason &one : reasons)
        if (one.function == function && one.situation == situation)
            return one.reason;
    return {};
}

std::vector<std::string> unexplained(const std::vector<Row> &rows, const std::string &table)
{
    std::map<std::string, std::set<std::string>> had;
    for (const Row &row : rows)
        for (const char *situation : {"completes", "blocks", "fails"}) {
            auto &of_function = had[row.function()];
            if (has(row, situation))
                of_function.insert(situation);
        }
    std::vector<std::string> lines;
    for (const auto &[function, situations] : had)
        for (const char *situation : {"completes", "blocks", "fails"}) {
            const bool given = !reason_for_lack(function, situation).empty();
            if (situations.count(situation) == 0 && !given)
                lines.push_back(fmt::format("{}: no situation \"{}\", and no reason", function, situation));
            if (situations.count(situation) != 0 && given)
                lines.push_back(fmt::format("{}: a reason for \"{}\", which it has", function, situation));
        }
    for (const Reason &one : reasons)
        if (had.count(one.function) == 0)
            lines.push_back(fmt::format("{}: a reason, but no row", one.function));
    for (const std::string &function : functions_to_prove(table))
        if (had.count(function) == 0)
            lines.push_back(fmt::format("{}: no row", function));
    return lines;
}

} // namespace safecancel::prove
