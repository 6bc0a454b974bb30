/* SPDX-License-Identifier: MIT */
/*
 * Every row of tests/points, or of tests/inside, that is made to fail with
 * ECANCELED: it fails once, nothing is lost, and the same call succeeds afterwards.
 * Built twice, for the two programs (CMakeLists.txt).
 */
#include <algorithm>

#include "emulated.h"
#include "judges.h"

using namespace safecancel;

namespace {

Play playing(Way way, const char *situation)
{
    return {.situation = name_of(way) + "." + situation, .preload = Preload::shim, .deadline = std::chrono::milliseconds(10000)};
}

void each_way(const Wanted &wanted, const char *situation, const std::vector<Way> &ways,
              void (*judge)(const Row &, const Facts &, Way), TraceMode mode = TraceMode::none)
{
    int played = 0;
    for (const Way way : ways) {
        Play play = playing(way, situation);
        play.mode = mode;
        played += each_row(wanted, play, [&](const Row &row, const Facts &facts) { judge(row, facts, way); });
    }
    if (played == 0)
        SC_SKIP("no row could be played here");
}

/* An emulator takes many times as long: one way is enough there. */
std::vector<Way> as_time_allows(std::vector<Way> ways)
{
    if (is_emulated())
        ways.resize(1);
    return ways;
}

const std::vector<Way> by_request = {Way::interrupted}, by_all_others = {Way::masked, Way::broken, Way::deadline};

}  // namespace

TEST_CASE("interrupted_before_it_is_called_a_point_fails_once", "[before]")
{
    each_way(fails_before, "before", by_request, judge_before);
}

TEST_CASE("masked_broken_or_late_before_it_is_called_a_point_fails", "[before_ways]")
{
    each_way(fails_before, "before", by_all_others, judge_before);
}

TEST_CASE("interrupted_while_blocked_a_point_fails_once", "[blocked]")
{
    each_way(blocks, "blocked", by_request, judge_blocked);
}

TEST_CASE("masked_broken_or_late_while_blocked_a_point_fails", "[blocked_ways]")
{
    each_way(blocks, "blocked", by_all_others, judge_blocked);
}

TEST_CASE("interrupted_when_complete_the_result_is_kept_and_the_next_point_fails", "[completed]")
{
    each_way(completes, "completed", by_request, judge_completed, TraceMode::completed);
}

TEST_CASE("masked_or_broken_when_complete_the_result_is_kept_and_the_next_point_fails", "[completed_ways]")
{
    each_way(completes, "completed", {Way::masked, Way::broken}, judge_completed, TraceMode::completed);
}

TEST_CASE("late_when_complete_the_result_is_kept_and_the_next_point_fails", "[completed_ways]")
{
    /* Each takes its time: the deadline must not have passed before the call. */
    const Wanted sample = [](const Row &row) {
        const std::string name = row.function();
        return completes(row) && (name == "read" || name == "accept" || name == "mq_receive" || name == "close" ||
                                  name == "open" || name == "fgets" || name == "sem_wait");
    };
    each_way(sample, "completed", {Way::deadline}, judge_completed, TraceMode::completed);
}

TEST_CASE("interrupted_while_a_handler_runs_on_top_the_point_fails_after_it", "[handler]")
{
    each_way(sees_and_blocks, "handler", by_request, judge_handler);
}

TEST_CASE("masked_broken_or_late_while_a_handler_runs_on_top_the_point_fails_after_it", "[handler_ways]")
{
    each_way(sees_and_blocks, "handler", by_all_others, judge_handler);
}

/*
 * By the signal that was put off until the handler returned, and not when the
 * watching thread looks again: only then the fastest quarter is as fast as that.
 */
TEST_CASE("interrupted_while_a_handler_runs_on_top_the_point_fails_at_once_after_it", "[at_once]")
{
    constexpr int rounds = 16;
    constexpr long soon = 1000; /* microseconds; the watcher's pause is 16 times that by then */
    if (is_emulated())
        SC_SKIP("no time can be told under an emulator");
    std::vector<long> times;
    for (int round = 0; round < rounds; ++round)
        SC_EACH_ROW([](const Row &row) { return row.name == "read" && !row.is("plain"); },
                    playing(Way::interrupted, "handler"), [&](const Row &row, const Facts &facts) {
                        judge_handler(row, facts, Way::interrupted);
                        times.push_back(facts["given_after"]);
                    });
    std::sort(times.begin(), times.end());
    CHECK(times.at(rounds / 4) < soon);
}

/* D4: the watching thread tells what waits from what waits in a point. */
TEST_CASE("interrupted_what_is_no_point_goes_on_and_the_next_point_fails", "[stray]")
{
    if (is_emulated())
        SC_SKIP("an emulator does not tell where a thread waits: it is signalled wherever it does");
    /* The ioctl is of a seccomp filter, under which there is no watching thread: safecancel_interrupt says EAGAIN. */
    const Wanted stray = [](const Row &row) { return row.is("stray") && row.function() != "ioctl"; };
    SC_EACH_ROW(stray, playing(Way::interrupted, "before"),
                [](const Row &row, const Facts &facts) { judge_blocked(row, facts, Way::interrupted); });
    for (const Way way : {Way::interrupted, Way::masked})
        SC_EACH_ROW(stray, playing(way, "blocked"),
                    [way](const Row &row, const Facts &facts) { judge_blocked(row, facts, way); });
}

TEST_CASE("two_requests_before_a_point_are_one_and_a_later_one_is_another", "[twice]")
{
    for (const Way way : as_time_allows({Way::interrupted, Way::broken}))
        SC_EACH_ROW(again, playing(way, "twice"), judge_twice);
}

TEST_CASE("with_a_pthread_cancel_that_is_due_the_thread_ends_and_nothing_is_lost", "[with_cancel]")
{
    for (const Way way : as_time_allows({Way::interrupted, Way::broken, Way::deadline}))
        SC_EACH_ROW(points, playing(way, "with_cancel"), judge_with_cancel);
}

TEST_CASE("with_a_pthread_cancel_while_blocked_neither_is_lost", "[with_cancel]")
{
    SC_EACH_ROW(can_cancel_blocked, playing(Way::interrupted, "blocked_cancel"), judge_both);
    SC_EACH_ROW(can_cancel_blocked, playing(Way::interrupted, "cancel_blocked"), judge_both);
}

TEST_CASE("with_a_pthread_cancel_while_disabled_the_point_fails_and_the_thread_ends_later", "[with_cancel_disabled]")
{
    SC_EACH_ROW(blocks, playing(Way::interrupted, "disabled_cancel"), [](const Row &row, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["blocked"] == 1);
        check_given(row, facts, Way::interrupted, true, true);
    });
}

/* The program of tests/inside has no such rows. */
TEST_CASE("partial_what_was_moved_is_reported_and_the_next_point_fails", "[partial]")
{
    SC_EACH_ROW(partial, playing(Way::interrupted, "partial"), [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["blocked"] == 1);
        CHECK(facts["moved"] > 0);
        CHECK(facts["value"] == facts["moved"]);
        CHECK(facts["failing"] == 1);
        CHECK(facts["acted"] == 0);
    });
}
