/* SPDX-License-Identifier: MIT */
/*
 * Every row of tests/points, or of tests/inside, that is made to fail with
 * ECANCELED: it fails once, nothing is lost, and the same call succeeds afterwards.
 * Built twice, for the two programs (CMakeLists.txt).
 */
#include <algorithm>
#include <set>

#include "driver.h"
#include "emulated.h"
#include "libc.h"

using namespace safecancel;

namespace {

/* enum outcome of error_stage.h. */
constexpr long not_made = 0, right = 1, failed = 2;
/* PROBE_LIMIT of probe.h: the deadline's scope lasts. */
constexpr long without_end = 3;

bool inside(const Row &row) { return row.is("inside"); }
/*
 * What tests/inside has of points through the PLT is another program's; what is no
 * point at all has a test of its own.  Where two wait for one signal, either may
 * get it, and the other waits for ever unless it is cancelled.
 */
bool played(const Row &row)
{
    return !row.is("plain") && !row.is("stray") && row.name.find(":shared") == std::string::npos;
}
bool blocks(const Row &row) { return played(row) && row.is("blocks"); }
/* A point of it can fail with ECANCELED; said again by the program, where its reasons are (error_situations.c). */
bool sees(const Row &row)
{
    if (inside(row))
        return row.is("blocks") && !row.is("stray") && !row.is("child") && (!row.is("futex") || row.name.compare(0, 4, "sem_") == 0);
    return !row.is("no_point") && !row.is("gone");
}
bool sees_and_blocks(const Row &row) { return blocks(row) && sees(row); }
bool points(const Row &row) { return played(row) && !row.is("no_point"); }
bool can_cancel_blocked(const Row &row) { return blocks(row) && !row.is("no_point"); }
/* One tracer's stop is enough for them. */
bool completes(const Row &row) { return played(row) && !row.is("eintr") && !row.is("many"); }
bool again(const Row &row) { return played(row) && sees(row) && !row.is("once"); }
bool partial(const Row &row) { return row.is("partial"); }

/* Up to glibc 2.33, on 32-bit systems. */
bool is_timed(const std::string &function)
{
    static const std::set<std::string> timed = {
#define SC_TIMED(name) #name,
#include "points.def"
    };
    return libc_minor() < 34 && timed.count(function) != 0;
}

/*
 * Goes through the thunk, and so fails before its call.  What is left to libc here
 * (points.def, SC_TIMED; shim/points/files.cpp) is a point inside libc, which a
 * request reaches only while it waits.
 */
bool fails_before(const Row &row)
{
    const bool rewritten = sizeof(long) == 4 && row.name.find("fcntl:ofd") != std::string::npos;
    return played(row) && !rewritten && !is_timed(row.function());
}

enum class Way { interrupted, masked, broken, deadline };

std::string name_of(Way way)
{
    static const char *const names[] = {"interrupt", "masked", "break", "deadline"};
    return names[static_cast<int>(way)];
}

/* How many of the points after a request that nothing has taken yet fail. */
long requests_of(Way way) { return way == Way::deadline ? without_end : 1; }

Play playing(Way way, const char *situation)
{
    return {.situation = name_of(way) + "." + situation, .preload = Preload::shim, .deadline = std::chrono::milliseconds(10000)};
}

/*
 * A function of libc's that fails may tell so in its own way (docs/ecanceled.md);
 * syslog has none.  A point itself always says ECANCELED.
 */
void check_failed(const Row &row, const Facts &facts, const char *attempt)
{
    if (!inside(row))
        CHECK(facts[attempt] == failed);
    else if (row.function() != "syslog")
        CHECK(facts[attempt] > right);
}

/* Nothing is left, but for what the function itself leaves when it fails: system and pclose their child. */
void check_order(const Row &row, const Facts &facts)
{
    if (!inside(row))
        return;
    CHECK(facts["harm"] == 0);
    CHECK(facts["descriptors"] <= (row.is("socket_left") ? 1 : 0));
    CHECK(facts["children"] <= (row.function() == "system" || row.function() == "pclose" ? 1 : 0));
}

/* The thread goes on, with nothing pending; a pthread_cancel it has seen masked is acted upon once it enables. */
void check_end(const Row &row, const Facts &facts, bool cancelled, bool disabled)
{
    CHECK(facts["pending"] == 0);
    CHECK(facts["failing_later"] == 0);
    CHECK(facts["state"] == (disabled ? 1 : 0));
    CHECK(facts["acted"] == cancelled);
    CHECK(facts["failing_in_cleanup"] == (cancelled ? 0 : -1));
    if (row.is("effect") && !row.is("once"))
        CHECK(facts["effect"] == 1);
    check_order(row, facts);
}

/* The first attempt has failed, or if the request could not reach it the next point has. */
void check_given(const Row &row, const Facts &facts, Way way, bool cancelled, bool disabled)
{
    const bool first_fails = facts["sees"] == 1;
    if (first_fails) {
        check_failed(row, facts, "first");
        CHECK(facts["second"] == (row.is("once") ? not_made : right));
    } else {
        CHECK(facts["first"] == right);
    }
    CHECK(facts["failing"] == (first_fails && way != Way::deadline ? 0 : requests_of(way)));
    check_end(row, facts, cancelled, disabled);
}

/* Points of libc's that never wait may be found before their system call, or not. */
bool may_be_found(const Row &row, const Facts &facts)
{
    return inside(row) && !row.is("blocks") && facts["first"] != right;
}

void judge_before(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    if (may_be_found(row, facts))
        return check_order(row, facts);
    check_given(row, facts, way, way == Way::masked, way == Way::masked);
    if (blocks(row) && facts["sees"] == 0)
        CHECK(facts["still"] == 1);
}

void judge_blocked(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    if (way != Way::deadline)
        CHECK(facts["blocked"] == 1);
    check_given(row, facts, way, way == Way::masked, way == Way::masked);
    if (facts["sees"] == 0)
        CHECK(facts["still"] == 1);
    else if (way == Way::broken)
        CHECK(facts["failing_in_handler"] == (row.is("futex") ? -1 : 0));
}

void judge_completed(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    CHECK(facts.trace.held);
    CHECK(facts["first"] == right);
    CHECK(facts["failing"] == requests_of(way));
    check_end(row, facts, way == Way::masked, way == Way::masked);
    if (row.is("effect"))
        CHECK(facts["effect"] == 1);
}

/* Not before the handler has returned. */
void judge_handler(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    CHECK(facts["blocked"] == 1);
    CHECK(facts["left_handler"] == 1);
    CHECK(facts["still"] == 1);
    check_given(row, facts, way, way == Way::masked, way == Way::masked);
    if (way == Way::broken)
        CHECK(facts["failing_in_handler"] == (row.is("futex") ? -1 : 0));
}

void judge_twice(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    check_failed(row, facts, "first");
    check_failed(row, facts, "second");
    CHECK(facts["third"] == right);
    CHECK(facts["failing"] == 0);
    if (row.is("blocks"))
        CHECK(facts["blocked"] == 1);
    check_end(row, facts, false, false);
}

/* Acted upon at once, and nothing done. */
void judge_with_cancel(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["acted"] == 1);
    CHECK(facts["first"] == not_made);
    CHECK(facts["cleaned"] == 1);
    CHECK(facts["failing_in_cleanup"] == 0);
    if (row.is("effect") && !inside(row))
        CHECK(facts["effect"] == 0);
    check_order(row, facts);
}

/* The request may have been given to the point before the pthread_cancel came; then the next one acts. */
void judge_both(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["blocked"] == 1);
    CHECK(facts["acted"] == 1);
    if (row.function() != "syslog")
        CHECK(facts["first"] != right);
    CHECK(facts["cleaned"] == 1);
    CHECK(facts["failing_in_cleanup"] == 0);
    if (row.is("effect") && !inside(row))
        CHECK(facts["effect"] == 0);
    check_order(row, facts);
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
    const Wanted stray = [](const Row &row) { return row.is("stray"); };
    SC_EACH_ROW(stray, playing(Way::interrupted, "before"),
                [](const Row &row, const Facts &facts) { judge_blocked(row, facts, Way::interrupted); });
    for (const Way way : {Way::interrupted, Way::masked})
        SC_EACH_ROW(stray, playing(way, "blocked"),
                    [way](const Row &row, const Facts &facts) { judge_blocked(row, facts, way); });
}

TEST_CASE("two_requests_before_a_point_are_one_and_a_later_one_is_another", "[twice]")
{
    for (const Way way : {Way::interrupted, Way::broken})
        SC_EACH_ROW(again, playing(way, "twice"), judge_twice);
}

TEST_CASE("with_a_pthread_cancel_that_is_due_the_thread_ends_and_nothing_is_lost", "[with_cancel]")
{
    for (const Way way : {Way::interrupted, Way::broken, Way::deadline})
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
