/* SPDX-License-Identifier: MIT */
/* A request that finds its thread blocked in a point: nothing done, a part done, or done in this very moment. */
#include <chrono>
#include <iostream>
#include <thread>

#include "driver.h"
#include "emulated.h"

using namespace safecancel;

namespace {

bool blocks(const Row &row) { return row.is("blocks"); }
bool partial(const Row &row) { return row.is("partial"); }

/* Blocks, can be enabled, and shows whether it was done. */
bool can_lose(const Row &row) { return row.is("enable") && row.is("effect"); }
bool loses_in_stock(const Row &row) { return can_lose(row) && row.is("sure_loss") && row.point_in_stock(); }

/* How often an order of events is played that nothing but the scheduler could change. */
constexpr int held_back_rounds = 5;
constexpr int raced_rounds = 20;

/*
 * What stock loses it loses in nearly every round; but on a busy machine the thread has been seen to run
 * before its canceller in twenty rounds of 10 ms each, one after the other.  So all rows together have time.
 */
constexpr auto patience = std::chrono::seconds(40);
constexpr auto pause_between = std::chrono::milliseconds(200);

/* As many as are worth the time: each is a process, or several. */
int rounds(int number)
{
    return is_emulated() ? (number + 4) / 5 : number;
}

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

/* What came of one round; `skipped` is printed with its reason. */
enum class Round { kept, lost, skipped };

Round play_round(const Row &row, const char *situation, Preload preload)
{
    const Facts facts = play(row, {.situation = situation, .preload = preload});
    INFO(row.name << ": " << facts.describe());
    if (facts.skipped()) {
        std::cout << "skipped: " << row.name << ": " << facts.reason() << std::endl;
        return Round::skipped;
    }
    CHECK(facts.told());
    CHECK(facts["blocked"] == 1);
    CHECK(facts["acted"] == 1);
    if (facts["returned"] == 1) {
        CHECK(facts["right"] == 1);
        CHECK(facts["effect"] == 1);
    }
    return lost(facts) ? Round::lost : Round::kept;
}

/* Plays rounds until one loses or cannot be played. */
Round play_rounds(const Row &row, const char *situation, int rounds, Preload preload)
{
    Round round = Round::kept;
    for (int i = 0; i < rounds && round == Round::kept; ++i)
        round = play_round(row, situation, preload);
    return round;
}

using Clock = std::chrono::steady_clock;

/* Plays rounds of stock, five at a time, until one loses, cannot be played, or it is too late. */
Round play_until_lost(const Row &row, Clock::time_point limit)
{
    for (;;) {
        const Round round = play_rounds(row, "held_back", held_back_rounds, Preload::none);
        if (round != Round::kept || Clock::now() >= limit)
            return round;
        std::this_thread::sleep_for(pause_between);
    }
}

}  // namespace

TEST_CASE("blocked_is_acted_upon_and_nothing_is_lost", "[blocked]")
{
    SC_EACH_ROW(blocks, {.situation = "blocked"}, judge_acted);
}

TEST_CASE("completed_and_requested_before_it_runs_never_loses_with_the_shim", "[raced]")
{
    int played = 0;
    for (const Row &row : all_rows())
        if (can_lose(row)) {
            const Round held_back = play_rounds(row, "held_back", rounds(held_back_rounds), Preload::shim);
            const Round raced = play_rounds(row, "raced", rounds(raced_rounds), Preload::shim);
            INFO(row.name << " with the shim: ");
            played += held_back != Round::skipped;
            CHECK(held_back != Round::lost);
            CHECK(raced != Round::lost);
        }
    if (played == 0)
        SC_SKIP("no row could be played here");
}

TEST_CASE("completed_and_requested_before_it_runs_is_lost_by_stock_up_to_2_40", "[raced]")
{
    int played = 0;
    const auto limit = Clock::now() + (libc_loses_results() ? patience : patience.zero());
    for (const Row &row : all_rows())
        if (loses_in_stock(row)) {
            const Round round = play_until_lost(row, limit);
            INFO(row.name << " without: ");
            played += round != Round::skipped;
            if (round != Round::skipped)
                CHECK((round == Round::lost) == libc_loses_results());
        }
    if (played == 0)
        SC_SKIP("no row could be played here");
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
