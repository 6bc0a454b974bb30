/* SPDX-License-Identifier: MIT */
/* A request that is pending when a point is called, and calls in a thread that has cancellation disabled. */
#include "driver.h"

using namespace safecancel;

namespace {

bool points(const Row &row) { return !row.is("no_point"); }
bool no_points(const Row &row) { return row.is("no_point"); }

/* Nothing a caller could have lost: the call was not made. */
void judge_nothing_happened(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["acted"] == 1);
    CHECK(facts["returned"] == 0);
    CHECK(facts["cleaned"] == 1);
    if (facts.watched())
        CHECK(facts.trace.entered == 0);
    if (row.is("effect"))
        CHECK(facts["effect"] == 0);
}

void judge_completed(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["returned"] == 1);
    CHECK(facts["right"] == 1);
    CHECK(facts["acted"] == 1);
    if (row.is("effect"))
        CHECK(facts["effect"] == 1);
}

void judge_disabled(const Row &row, const Facts &facts)
{
    judge_completed(row, facts);
    if (row.is("blocks")) {
        CHECK(facts["blocked"] == 1);
        CHECK(facts["still"] == 1);
    }
}

const Play pending{.situation = "traced_pending", .mode = TraceMode::watch};
const Play pending_in_stock{.situation = "traced_pending", .preload = Preload::none, .mode = TraceMode::watch};

}  // namespace

TEST_CASE("pending_before_entry_is_acted_upon_and_the_call_is_not_made", "[pending]")
{
    SC_EACH_ROW(points, pending, judge_nothing_happened);
}

TEST_CASE("pending_before_entry_in_stock_as_far_as_it_is_a_point_there", "[pending]")
{
    const auto judge = [](const Row &row, const Facts &facts) {
        row.point_in_stock() ? judge_nothing_happened(row, facts) : judge_completed(row, facts);
    };
    SC_EACH_ROW(points, pending_in_stock, judge);
}

TEST_CASE("pending_is_left_pending_by_what_is_no_point", "[pending]")
{
    SC_EACH_ROW(no_points, pending, judge_completed);
    SC_EACH_ROW(no_points, pending_in_stock, judge_completed);
}

TEST_CASE("disabled_a_request_that_arrives_while_blocked_disturbs_nothing", "[disabled]")
{
    const Play play{.situation = "disabled"};
    SC_EACH_ROW(every, play, judge_disabled);
}

TEST_CASE("disabled_a_request_before_and_one_while_blocked_disturb_nothing", "[disabled]")
{
    const Play play{.situation = "disabled_pending"};
    SC_EACH_ROW(every, play, judge_disabled);
}
