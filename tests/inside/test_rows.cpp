/* SPDX-License-Identifier: MIT */
/* Functions that reach their system calls inside libc, in the situations of tests/points. */
#include <iostream>

#include "driver.h"

using namespace safecancel;

namespace {

bool inside_libc(const Row &row) { return !row.is("plain") && !row.is("stray"); }
bool points(const Row &row) { return inside_libc(row) && !row.is("no_point"); }
bool no_points(const Row &row) { return inside_libc(row) && row.is("no_point"); }
bool blocking_points(const Row &row) { return points(row) && row.is("blocks"); }
bool can_be_woken(const Row &row) { return inside_libc(row) && row.is("enable") && !row.is("many"); }

Play traced(Preload preload)
{
    return {.situation = "traced", .preload = preload, .mode = TraceMode::completed};
}

/* Locks free, nothing lost, nothing twice, no descriptor and no child left. */
void check_order(const Facts &facts)
{
    CHECK(facts["harm"] == 0);
    CHECK(facts["descriptors"] <= 0);
    CHECK(facts["children"] == 0);
}

/* -1 stands for a row in which nothing can be seen, and for nothing less than nothing. */
void check_acted(const Row &row, const Facts &facts)
{
    CHECK(facts["acted"] == 1);
    CHECK(facts["returned"] == 0);
    CHECK(facts["cleaned"] == 1);
    CHECK(facts["times"] == 1);
    CHECK(facts["effect"] <= 0);
    CHECK(facts["harm"] == 0);
    CHECK(facts["children"] == 0);
    CHECK(facts["descriptors"] <= (row.is("socket_left") ? 1 : 0));
}

void check_returned(const Facts &facts)
{
    CHECK(facts["returned"] == 1);
    CHECK(facts["right"] == 1);
    CHECK(facts["acted"] == 1);
    CHECK(facts["effect"] != 0);
    check_order(facts);
}

void judge_acted(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    check_acted(row, facts);
}

void judge_acted_while_blocked(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["blocked"] == 1);
    check_acted(row, facts);
}

void judge_returned(const Row &, const Facts &facts)
{
    SC_TOLD(facts);
    check_returned(facts);
}

void judge_disabled(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    check_returned(facts);
    if (row.is("blocks")) {
        CHECK(facts["blocked"] == 1);
        CHECK(facts["still"] == 1);
    }
}

/* A function that goes on to other points with the request pending may be ended by any of these. */
void judge_kept(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts.trace.held);
    if (!row.is("many"))
        check_returned(facts);
    CHECK(facts["acted"] == 1);
    check_order(facts);
}

/*
 * D1.  A futex wait has no result to lose: libc's own cleanup passes on what the
 * thread was woken for, with one exception: the second waiter for a semaphore
 * sleeps on although there is a token (seen in 2.36).
 */
void judge_lost(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts.trace.held);
    CHECK(facts["acted"] == 1);
    if (row.is("keeps_token") || row.is("no_point")) {
        CHECK(facts["harm"] == 0);
        return;
    }
    CHECK(facts["returned"] == 0);
    if (row.function() != "system" && row.function() != "syslog")
        CHECK((facts["harm"] > 0 || facts["descriptors"] > 0));
}

/* How many of `rounds` returned nothing although the kernel had done it. */
int count_lost(const Row &row, const char *situation, int rounds, Preload preload)
{
    int lost = 0;
    for (int round = 0; round < rounds; ++round) {
        const Facts facts = play(row, {.situation = situation, .preload = preload});
        INFO(row.name << ": " << facts.describe());
        if (facts.skipped())
            return -1;
        CHECK(facts.told());
        CHECK(facts["acted"] == 1);
        CHECK(facts["blocked"] == 1);
        if (facts["returned"] == 1)
            CHECK(facts["right"] == 1);
        lost += facts["harm"] > 0 || facts["descriptors"] > 0;
    }
    return lost;
}

}  // namespace

TEST_CASE("pending_is_acted_upon_with_nothing_left_behind", "[pending]")
{
    SC_EACH_ROW(points, {.situation = "pending"}, judge_acted);
}

TEST_CASE("pending_is_acted_upon_by_stock_at_the_same_functions", "[pending]")
{
    SC_EACH_ROW(points, {.situation = "pending", .preload = Preload::none}, judge_acted);
}

TEST_CASE("pending_is_left_pending_by_popen_and_pclose", "[pending]")
{
    SC_EACH_ROW(no_points, {.situation = "pending"}, judge_returned);
    SC_EACH_ROW(no_points, {.situation = "pending", .preload = Preload::none}, judge_returned);
}

TEST_CASE("blocked_is_acted_upon_with_nothing_left_behind", "[blocked]")
{
    SC_EACH_ROW(blocking_points, {.situation = "blocked"}, judge_acted_while_blocked);
}

TEST_CASE("blocked_is_acted_upon_by_stock", "[blocked]")
{
    SC_EACH_ROW(blocking_points, {.situation = "blocked", .preload = Preload::none}, judge_acted_while_blocked);
}

/* D8: whatever the cleanup handler starts would inherit signal 32 blocked. */
TEST_CASE("cleanup_handlers_run_with_signal_32_unblocked", "[cleanup]")
{
    SC_EACH_ROW(blocking_points, {.situation = "blocked"}, [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["times"] == 1);
        CHECK(facts["mask"] == 0);
    });
}

TEST_CASE("cleanup_handlers_run_with_signal_32_blocked_in_stock", "[cleanup]")
{
    int blocked = 0;
    const Play stock{.situation = "blocked", .preload = Preload::none};
    SC_EACH_ROW(blocking_points, stock, [&](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        blocked += facts["mask"] == 1;
    });
    CHECK(blocked > 0);
}

TEST_CASE("disabled_nothing_is_disturbed", "[disabled]")
{
    SC_EACH_ROW(every, {.situation = "disabled"}, judge_disabled);
}

TEST_CASE("disabled_nothing_is_disturbed_in_stock", "[disabled]")
{
    SC_EACH_ROW(every, {.situation = "disabled", .preload = Preload::none}, judge_disabled);
}

TEST_CASE("completed_call_gives_its_result_to_the_caller", "[completed]")
{
    SC_EACH_ROW(inside_libc, traced(Preload::shim), judge_kept);
}

TEST_CASE("completed_call_is_lost_by_stock_up_to_2_40", "[completed]")
{
    SC_EACH_ROW(inside_libc, traced(Preload::none), libc_loses_results() ? judge_lost : judge_kept);
}

TEST_CASE("woken_and_cancelled_before_it_runs_nothing_is_lost", "[woken]")
{
    int played = 0;
    for (const Row &row : all_rows())
        if (can_be_woken(row)) {
            INFO(row.name);
            const int held_back = count_lost(row, "held_back", 5, Preload::shim);
            const int woken = count_lost(row, "woken", 10, Preload::shim);
            played += held_back >= 0;
            CHECK(held_back <= 0);
            CHECK(woken <= 0);
        }
    if (played == 0)
        SC_SKIP("no row could be played here");
}

TEST_CASE("woken_and_cancelled_before_it_runs_results_are_lost_by_stock_up_to_2_40", "[woken]")
{
    int losing = 0;
    for (const Row &row : all_rows())
        if (can_be_woken(row) && !row.is("keeps_token") && !row.is("no_point")) {
            const int lost = count_lost(row, "held_back", 5, Preload::none);
            losing += lost > 0;
            std::cout << row.name << ": " << lost << " of 5 lost without the shim" << std::endl;
        }
    CHECK((losing > 0) == libc_loses_results());
}
