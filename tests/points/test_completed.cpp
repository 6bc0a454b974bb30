/* SPDX-License-Identifier: MIT */
/*
 * A request that arrives when the kernel has finished the call and the thread
 * is not yet back in user space, and calls whose result is -EINTR: both forced
 * by the tracer, so that no round can miss.
 */
#include <cerrno>

#include "driver.h"

using namespace safecancel;

namespace {

/* pause and sigsuspend never complete with anything but EINTR. */
bool completes(const Row &row) { return !row.is("eintr"); }
bool acts_on_eintr(const Row &row) { return !row.is("gone") && !row.is("no_point"); }
bool passes_eintr(const Row &row) { return !acts_on_eintr(row); }

Play completed(Preload preload, const char *situation = "traced")
{
    return {.situation = situation, .preload = preload, .mode = TraceMode::completed};
}

void judge_kept(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts.trace.held);
    CHECK(facts["returned"] == 1);
    CHECK(facts["right"] == 1);
    CHECK(facts["acted"] == 1);
    if (row.is("effect"))
        CHECK(facts["effect"] == 1);
}

void judge_lost(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts.trace.held);
    CHECK(facts.trace.result >= 0);
    CHECK(facts["returned"] == 0);
    CHECK(facts["acted"] == 1);
    if (row.is("effect"))
        CHECK(facts["effect"] == 1);
}

/* D1: every point of glibc <= 2.40 can lose its result; what is no point cannot. */
void judge_stock(const Row &row, const Facts &facts)
{
    libc_loses_results() && row.point_in_stock() ? judge_lost(row, facts) : judge_kept(row, facts);
}

}  // namespace

TEST_CASE("completed_call_gives_its_result_to_the_caller", "[completed]")
{
    SC_EACH_ROW(completes, completed(Preload::shim), judge_kept);
}

TEST_CASE("completed_call_is_lost_by_stock_up_to_2_40", "[completed]")
{
    SC_EACH_ROW(completes, completed(Preload::none), judge_stock);
}

TEST_CASE("completed_call_gives_its_result_when_a_user_signal_arrives_too", "[completed]")
{
    SC_EACH_ROW(completes, completed(Preload::shim, "traced_handler"), [](const Row &row, const Facts &facts) {
        judge_kept(row, facts);
        CHECK(facts["left_handler"] == 1);
    });
}

TEST_CASE("interrupted_call_is_acted_upon", "[interrupted]")
{
    const Play play{.situation = "traced", .mode = TraceMode::interrupted};
    SC_EACH_ROW(acts_on_eintr, play, [](const Row &row, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts.trace.held);
        CHECK(facts["acted"] == 1);
        CHECK(facts["returned"] == 0);
        CHECK(facts["cleaned"] == 1);
        if (row.is("effect") && !row.is("no_point"))
            CHECK(facts["effect"] == 0);
    });
}

/* The descriptor is gone whatever close says; and what is no point never acts. */
TEST_CASE("interrupted_close_and_what_is_no_point_return_to_the_caller", "[interrupted]")
{
    const Play play{.situation = "traced", .mode = TraceMode::interrupted};
    SC_EACH_ROW(passes_eintr, play, [](const Row &row, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts.trace.held);
        CHECK(facts["returned"] == 1);
        CHECK(facts["value"] == -1);
        CHECK(facts["errno"] == EINTR);
        CHECK(facts["acted"] == 1);
        if (row.is("gone"))
            CHECK(facts["effect"] == 1);
    });
}
