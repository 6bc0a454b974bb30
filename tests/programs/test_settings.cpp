/* SPDX-License-Identifier: MIT */
/* The environment: SAFECANCEL, SAFECANCEL_VERBOSE, SAFECANCEL_STATS, SAFECANCEL_REQUIRE. */
#include <gnu/libc-version.h>
#include <unistd.h>

#include <regex>

#include "catch.hpp"
#include "libc.h"
#include "programs.h"

using namespace safecancel;

namespace {

constexpr const char *rounds = "300";

/* Loses results when the shim is off, on a libc with the defect. */
Command subject()
{
    return program("lost", {"read", rounds});
}

bool matches(const std::string &text, const std::string &expression)
{
    return std::regex_match(text, std::regex(expression));
}

/* Armed or not is told by what is lost, where libc has the defect, not by what the shim says. */
void check_lost(const Outcome &outcome, bool armed)
{
    CHECK(outcome.exited(0));
    if (armed)
        CHECK(number_after(outcome.out, "lost") == 0);
    else if (libc_loses_results() && sysconf(_SC_NPROCESSORS_ONLN) > 1)
        CHECK(number_after(outcome.out, "lost") > 0);
}

const std::string statistics =
    "safecancel: [0-9]+ lost: ([0-9]+) requests, ([0-9]+) acted upon before the call, ([0-9]+) while blocked, "
    "([0-9]+) completed calls whose result was kept";

/* The line stands for `lost`, with every request that met a living thread and a kept result. */
void check_statistics(const std::string &line)
{
    std::smatch match;
    INFO(line);
    REQUIRE(std::regex_match(line, match, std::regex(statistics)));
    CHECK(std::stol(match[1]) > 0);
    CHECK(std::stol(match[1]) <= std::stol(rounds));
    CHECK(std::stol(match[4]) > 0);
    CHECK(std::stol(match[2]) + std::stol(match[3]) + std::stol(match[4]) <= std::stol(match[1]));
}

}  // namespace

TEST_CASE("without_settings_the_shim_is_silent", "[settings]")
{
    const auto outcome = run(with_shim(subject()));
    INFO(outcome.describe());
    check_lost(outcome, true);
    CHECK(outcome.err.empty());
}

TEST_CASE("SAFECANCEL_off_leaves_everything_to_libc", "[settings]")
{
    const auto silent = run(with(with_shim(subject()), "SAFECANCEL=off"));
    INFO(silent.describe());
    check_lost(silent, false);
    CHECK(silent.err.empty());

    const auto verbose = run(with(with(with_shim(subject()), "SAFECANCEL=off"), "SAFECANCEL_VERBOSE=1"));
    INFO(verbose.describe());
    check_lost(verbose, false);
    CHECK(verbose.err == "safecancel: off: SAFECANCEL=off\n");

    const auto required = run(with(armed(subject()), "SAFECANCEL=off"));
    INFO(required.describe());
    CHECK(required.exited(125));
    CHECK(required.out.empty());
    CHECK(lines_of(required.err, "safecancel: off: SAFECANCEL=off").size() == 1);
}

TEST_CASE("SAFECANCEL_on_is_the_default", "[settings]")
{
    const auto outcome = run(with(armed(subject()), "SAFECANCEL=on"));
    INFO(outcome.describe());
    check_lost(outcome, true);
    CHECK(outcome.err.empty());
}

TEST_CASE("SAFECANCEL_VERBOSE_tells_level_layout_and_rows", "[settings]")
{
    const auto outcome = run(with(armed(subject()), "SAFECANCEL_VERBOSE=1"));
    INFO(outcome.describe());
    check_lost(outcome, true);
    const auto lines = lines_of(outcome.err);
    REQUIRE(lines.size() >= 2);
    CHECK(matches(lines[0], std::string("safecancel: (full|points only): glibc ") + gnu_get_libc_version() +
                                ", cancelhandling at [0-9]+, tid at [0-9]+ .*"));
    CHECK(matches(lines[1], "safecancel: [1-9][0-9]+ points through the thunk, 0 chained"));
    for (const auto &line : lines)
        CHECK(line.find("safecancel: ") == 0);
}

TEST_CASE("SAFECANCEL_STATS_1_reports_on_standard_error", "[settings]")
{
    const auto outcome = run(with(armed(subject()), "SAFECANCEL_STATS=1"));
    INFO(outcome.describe());
    check_lost(outcome, true);
    const auto lines = lines_of(outcome.err);
    REQUIRE(lines.size() == 1);
    check_statistics(lines[0]);
}

TEST_CASE("SAFECANCEL_STATS_names_a_file_to_append_to", "[settings]")
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "statistics";
    for (int i = 0; i < 2; ++i) {
        const auto outcome = run(with(armed(subject()), "SAFECANCEL_STATS=" + file.string()));
        INFO(outcome.describe());
        check_lost(outcome, true);
        CHECK(outcome.err.empty());
    }
    const auto lines = lines_of(content_of(file));
    REQUIRE(lines.size() == 2);
    for (const auto &line : lines)
        check_statistics(line);
}

TEST_CASE("unwritable_statistics_file_is_reported_and_no_more", "[settings]")
{
    const auto outcome = run(with(armed(subject()), "SAFECANCEL_STATS=/no/such/directory/file"));
    INFO(outcome.describe());
    check_lost(outcome, true);
    const auto lines = lines_of(outcome.err);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("safecancel: ") == 0);
    CHECK(lines[0].find("/no/such/directory/file") != std::string::npos);
}

TEST_CASE("unknown_values_give_one_warning_and_the_default", "[settings]")
{
    for (const char *setting : {"SAFECANCEL=purple", "SAFECANCEL_VERBOSE=loud", "SAFECANCEL_REQUIRE=maybe"}) {
        const auto outcome = run(with(with_shim(subject()), setting));
        INFO(setting << ": " << outcome.describe());
        check_lost(outcome, true);
        const auto lines = lines_of(outcome.err);
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].find("safecancel: ") == 0);
        CHECK(lines[0].find("warning") != std::string::npos);
        CHECK(lines[0].find(setting) != std::string::npos);
    }
}

TEST_CASE("empty_values_count_as_unset", "[settings]")
{
    auto command = with_shim(subject());
    for (const char *setting : {"SAFECANCEL=", "SAFECANCEL_VERBOSE=", "SAFECANCEL_STATS=", "SAFECANCEL_REQUIRE="})
        command = with(command, setting);
    const auto outcome = run(command);
    INFO(outcome.describe());
    check_lost(outcome, true);
    CHECK(outcome.err.empty());
}
