/* SPDX-License-Identifier: MIT */
/* Points and user signal handlers (SA_RESTART): one inside the other, either way. */
#include <signal.h>

#include "driver.h"

using namespace safecancel;

namespace {

bool points(const Row &row) { return !row.is("no_point"); }
bool blocks(const Row &row) { return row.is("blocks"); }

/* One of each kind is enough to see what stock does; a hang costs its deadline. */
bool sample(const Row &row) { return row.name == "read" || row.name == "accept" || row.name == "mq_receive"; }

void judge_acted_in_handler(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["in_handler"] == 1);
    CHECK(facts["left_handler"] == 0);
    CHECK(facts["acted"] == 1);
    CHECK(facts["returned"] == 0);
    CHECK(facts["cleaned"] == 1);
    if (row.is("effect"))
        CHECK(facts["effect"] == 0);
}

}  // namespace

TEST_CASE("handler_calls_a_point_with_a_request_pending", "[handlers]")
{
    SC_EACH_ROW(points, {.situation = "handler_pending"}, judge_acted_in_handler);
}

TEST_CASE("handler_blocks_in_a_point_on_top_of_a_blocked_point", "[handlers]")
{
    SC_EACH_ROW(blocks, {.situation = "handler_blocked"}, judge_acted_in_handler);
}

/* Not in the middle of the handler, not never: as soon as it has returned. */
TEST_CASE("handler_on_top_of_a_blocked_point_ends_before_the_request_is_acted_upon", "[handlers]")
{
    SC_EACH_ROW(blocks, {.situation = "handler_on_top"}, [](const Row &row, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["blocked"] == 1);
        CHECK(facts["left_handler"] == 1);
        CHECK(facts["acted"] == 1);
        CHECK(facts["returned"] == 0);
        if (row.is("effect"))
            CHECK(facts["effect"] == 0);
    });
}

/* D2 (<= 2.40): the handler dies in the middle.  D3 (>= 2.41): the request is never acted upon. */
TEST_CASE("handler_on_top_of_a_blocked_point_shows_the_defects_of_stock", "[handlers]")
{
    const Play play{.situation = "handler_on_top", .preload = Preload::none, .deadline = std::chrono::milliseconds(2000)};
    SC_EACH_ROW(sample, play, [](const Row &, const Facts &facts) {
        if (libc_loses_results()) {
            SC_TOLD(facts);
            CHECK(facts["acted"] == 1);
            CHECK(facts["left_handler"] == 0);
        } else {
            CHECK(facts.outcome.killed(SIGALRM));
        }
    });
}
