/* SPDX-License-Identifier: MIT */
/* A request that finds its thread blocked in a point: nothing done, a part done, or done in this very moment. */
#include <iostream>

#include "driver.h"

using namespace safecancel;

namespace {

bool blocks(const Row &row) { return row.is("blocks"); }
bool partial(const Row &row) { return row.is("partial"); }

/* Blocks, can be enabled, and shows whether it was done. */
bool can_lose(const Row &row) { return row.is("enable") && row.is("effect"); }
bool loses_in_stock(const Row &row) { return can_lose(row) && row.is("sure_loss"); }

constexpr int rounds = 20;

void judge_acted(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["blocked"] == 1);
    CHECK(facts["acted"] == 1);
    CHECK(facts["returned"] == 0);
    CHECK(facts["cleaned"] == 1);
    if (row.is("effect"))
        CHECK(facts["effect"] == 0);
}

bool lost(const Facts &facts) { return facts["returned"] == 0 && facts["effect"] == 1; }

/* How many of the rounds lost their result; -1 when the row cannot be played here. */
int count_lost(const Row &row, Preload preload)
{
    int sum = 0;
    for (int round = 0; round < rounds; ++round) {
        const Facts facts = play(row, {.situation = "raced", .preload = preload});
        INFO(row.name << ": " << facts.describe());
        if (facts.skipped()) {
            std::cout << "skipped: " << row.name << ": " << facts.reason() << std::endl;
            return -1;
        }
        CHECK(facts.told());
        if (!facts.told())
            return rounds;
        CHECK(facts["blocked"] == 1);
        CHECK(facts["acted"] == 1);
        if (facts["returned"] == 1) {
            CHECK(facts["right"] == 1);
            CHECK(facts["effect"] == 1);
        }
        sum += lost(facts);
    }
    return sum;
}

}  // namespace

TEST_CASE("blocked_is_acted_upon_and_nothing_is_lost", "[blocked]")
{
    SC_EACH_ROW(blocks, {.situation = "blocked"}, judge_acted);
}

TEST_CASE("raced_completion_and_request_at_once_never_lose_with_the_shim", "[raced]")
{
    int played = 0;
    for (const Row &row : all_rows())
        if (can_lose(row)) {
            const int sum = count_lost(row, Preload::shim);
            played += sum >= 0;
            INFO(row.name);
            CHECK(sum <= 0);
        }
    if (played == 0)
        SC_SKIP("no row could be played here");
}

/* One round alone may go well: a row counts as losing when any of its rounds did. */
TEST_CASE("raced_completion_and_request_at_once_lose_in_stock", "[raced]")
{
    int played = 0, losing = 0;
    for (const Row &row : all_rows())
        if (loses_in_stock(row)) {
            const int sum = count_lost(row, Preload::none);
            played += sum >= 0;
            losing += sum > 0;
            if (sum >= 0)
                std::cout << row.name << ": " << sum << " of " << rounds << " lost without the shim" << std::endl;
        }
    if (played == 0)
        SC_SKIP("no row could be played here");
    INFO(losing << " of " << played << " rows lose");
    if (libc_loses_results())
        CHECK(losing * 2 > played);
    else
        CHECK(losing == 0);
}

TEST_CASE("partial_what_was_moved_is_reported_with_the_shim", "[partial]")
{
    SC_EACH_ROW(partial, {.situation = "partial"}, [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["blocked"] == 1);
        CHECK(facts["moved"] > 0);
        CHECK(facts["returned"] == 1);
        CHECK(facts["value"] == facts["moved"]);
        CHECK(facts["acted"] == 1);
    });
}

TEST_CASE("partial_what_was_moved_is_never_reported_by_stock_up_to_2_40", "[partial]")
{
    const Play play{.situation = "partial", .preload = Preload::none};
    SC_EACH_ROW(partial, play, [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["moved"] > 0);
        CHECK(facts["returned"] == !libc_loses_results());
    });
}
