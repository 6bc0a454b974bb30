/* SPDX-License-Identifier: MIT */
/* Results and errno of calls nobody cancels: with the shim what they are without. */
#include <signal.h>

#include "driver.h"

using namespace safecancel;

namespace {

bool fails(const Row &row) { return row.is("fail"); }
bool fortified(const Row &row) { return row.is("overflow"); }

void judge_right(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["returned"] == 1);
    CHECK(facts["right"] == 1);
    if (row.is("effect") && facts["effect"] >= 0)
        CHECK(facts["acted"] == 1);
}

/* Also where errno is nobody's promise (sigwait) it is what it is without. */
void judge_same_as_stock(const Row &row, const Facts &facts, const char *situation)
{
    judge_right(row, facts);
    const Facts stock = play(row, {.situation = situation, .preload = Preload::none});
    INFO("stock: " << stock.describe());
    if (stock.skipped())
        return; /* this C library does not have the function; the shim does */
    judge_right(row, stock);
    CHECK(facts["value"] == stock["value"]);
    CHECK(facts["errno"] == stock["errno"]);
}

void judge_stops(const Row &, const Facts &facts)
{
    CHECK(facts.outcome.killed(SIGABRT));
    CHECK(facts.outcome.err.find("***: terminated") != std::string::npos);
}

}  // namespace

TEST_CASE("error_result_and_errno_are_the_same", "[error]")
{
    SC_EACH_ROW(fails, {.situation = "error"}, [](const Row &row, const Facts &facts) {
        judge_same_as_stock(row, facts, "error");
    });
}

TEST_CASE("success_leaves_errno_alone", "[error]")
{
    SC_EACH_ROW(every, {.situation = "once"}, [](const Row &row, const Facts &facts) {
        judge_same_as_stock(row, facts, "once");
    });
}

TEST_CASE("overflow_of_a_fortified_call_stops_the_program", "[overflow]")
{
    const Play stock{.situation = "overflow", .preload = Preload::none};
    SC_EACH_ROW(fortified, stock, judge_stops);
    SC_EACH_ROW(fortified, {.situation = "overflow"}, judge_stops);
}
