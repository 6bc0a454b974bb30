/* SPDX-License-Identifier: MIT */
/* What stands in the page: each count in its row, and nothing in another. */
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <regex>

#include "catch.hpp"
#include "stats.h"

using namespace safecancel;

namespace {

/* The page that this case of `counted` leaves as it is killed. */
sc_stats_page page_left_by(const std::string &name)
{
    const TemporaryDirectory place;
    const auto outcome = run(sharing(place, {name, "kill"}));
    INFO(outcome.describe());
    REQUIRE(outcome.killed(SIGKILL));
    return only_page(place);
}

/* poll and read are made of other calls on some architectures. */
std::string row_of_poll(const sc_stats_page &page)
{
    for (uint32_t i = 0; i < page.point_count; ++i)
        if (std::strcmp(page.points[i].name, "poll") == 0)
            return "poll";
    return "ppoll";
}

} // namespace

TEST_CASE("each_point_counts_in_its_row", "[points]")
{
    const auto page = page_left_by("points");
    CHECK(page.requests == 8);
    CHECK(page.raised_again == 0);
    CHECK(point_of(page, "read").acted_blocked == 2);
    CHECK(point_of(page, row_of_poll(page)).acted_blocked == 1);
    CHECK(point_of(page, "write").acted_before == 1);
    CHECK(point_of(page, "inside libc").acted_blocked == (page.level == SC_STATS_FULL ? 3u : 0u));
    CHECK(point_of(page, "asynchronous").acted_blocked == 1);
    const auto total = total_of(page);
    CHECK(total.acted_before == 1);
    CHECK(total.acted_blocked == (page.level == SC_STATS_FULL ? 7u : 4u));
    CHECK(total.failed == 0);
}

TEST_CASE("completed_calls_count_where_they_were_made", "[kept]")
{
    const auto page = page_left_by("kept");
    const auto total = total_of(page);
    CHECK(point_of(page, "read").kept > 0);
    CHECK(point_of(page, "read").kept == total.kept);
    CHECK(page.requests == 100);
    CHECK(total.acted_before + total.acted_blocked == 100);
}

TEST_CASE("signals_kept_for_a_point_under_a_handler_are_counted", "[points]")
{
    const auto page = page_left_by("raised");
    CHECK(page.requests == 1);
    CHECK(page.raised_again >= 1);
    CHECK(point_of(page, "read").acted_blocked == 1);
}

TEST_CASE("failed_points_are_counted", "[points]")
{
    const auto page = page_left_by("error");
    CHECK(page.requests == 0);
    CHECK(point_of(page, "read").failed == 1);
    CHECK(total_of(page).failed == 1);
}

TEST_CASE("head_says_who_counts_and_at_what_level", "[page]")
{
    const auto before = std::chrono::system_clock::now().time_since_epoch();
    const auto page = page_left_by("read");
    const auto since = std::chrono::nanoseconds(page.armed);
    CHECK(since >= before);
    CHECK(since <= std::chrono::system_clock::now().time_since_epoch());
    CHECK(std::string(page.program) == "counted");
    CHECK(std::regex_match(page.version, std::regex("[0-9]+\\.[0-9]+\\.[0-9]+")));
    CHECK((page.level == SC_STATS_FULL || page.level == SC_STATS_POINTS_ONLY));
    CHECK(std::string(page.reason).find("libc's own points") != std::string::npos);
    CHECK(page.start_ticks != 0);
    CHECK(page.ended == 0);
    REQUIRE(page.point_count > SC_STATS_OWN_POINTS + 40);
    for (uint32_t i = 0; i < SC_STATS_POINTS; ++i) {
        INFO(i);
        const auto &name = page.points[i].name;
        CHECK((name[0] != '\0') == (i < page.point_count));
        CHECK(std::memchr(name, '\0', sizeof name) != nullptr);
        for (uint32_t j = 0; j < i && i < page.point_count; ++j)
            CHECK(std::string(name) != page.points[j].name);
    }
}

TEST_CASE("level_off_is_in_the_page_with_its_reason", "[off]")
{
    const TemporaryDirectory place;
    auto command = with(with(sharing(place, {"nothing"}), "SAFECANCEL=off"), "SAFECANCEL_REQUIRE=0");
    const TemporaryDirectory other;
    Child child(with(command, "READY=" + other.file("ready")));
    for (int i = 0; i < 1000 && other.names().empty(); ++i)
        usleep(10000);
    child.signal(SIGKILL);
    CHECK(child.wait().killed(SIGKILL));
    const auto page = only_page(place);
    CHECK(page.level == SC_STATS_OFF);
    CHECK(std::string(page.reason) == "SAFECANCEL=off");
}
