/* SPDX-License-Identifier: MIT */
/*
 * User handlers on top of a point: acted upon exactly once, never inside the
 * handler (D2) unless it is at a point itself, never lost (D3).
 */
#include <signal.h>

#include <iostream>

#include "driver.h"

using namespace safecancel;

namespace {

bool with_handlers(const Row &row) { return row.is("handlers"); }
bool may_leap(const Row &row) { return row.is("may_leap"); }
bool restarted(const Row &row) { return row.is("handlers") && row.is("restarts"); }
bool not_restarted(const Row &row) { return row.is("handlers") && !row.is("restarts"); }

/* `handlers`: how many were on the stack, all of which must have come to their end. */
void check_acted_after(const Facts &facts, int handlers)
{
    CHECK(facts["blocked"] == 1);
    CHECK(facts["in_handler"] == 1);
    CHECK(facts["left_handler"] == handlers);
    CHECK(facts["acted"] == 1);
    CHECK(facts["acted_count"] == 1);
    CHECK(facts["returned"] == 0);
    CHECK(facts["work_free"] == 1);
}

void check_order(const Facts &facts)
{
    CHECK(facts["harm"] == 0);
    CHECK(facts["descriptors"] <= 0);
    CHECK(facts["children"] == 0);
    CHECK(facts["mask"] == 0);
}

void judge_one_handler(const Row &, const Facts &facts)
{
    SC_TOLD(facts);
    check_acted_after(facts, 1);
    check_order(facts);
}

/* The jump leaves the point's own cleanup undone: that is the program's doing. */
void judge_leap(const Row &, const Facts &facts)
{
    SC_TOLD(facts);
    check_acted_after(facts, 1);
}

void judge_nested(const Row &, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["deepest"] == 3);
    check_acted_after(facts, 3);
    check_order(facts);
}

Play stock(const char *situation)
{
    return {.situation = situation, .preload = Preload::none, .deadline = std::chrono::milliseconds(1500)};
}

}  // namespace

TEST_CASE("handler_with_restart_ends_before_the_request_is_acted_upon", "[handlers]")
{
    SC_EACH_ROW(with_handlers, {.situation = "restart"}, judge_one_handler);
}

/* Left twice: by `lingers`, and after the state is enabled again, which acts upon nothing in a handler. */
TEST_CASE("handler_that_disables_the_state_ends_before_the_request_is_acted_upon", "[shields]")
{
    SC_EACH_ROW(with_handlers, {.situation = "shields"}, [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        check_acted_after(facts, 2);
        check_order(facts);
    });
}

TEST_CASE("handler_without_restart_ends_before_the_request_is_acted_upon", "[handlers]")
{
    SC_EACH_ROW(with_handlers, {.situation = "plain"}, judge_one_handler);
}

TEST_CASE("handler_at_work_under_a_lock_ends_before_the_request_is_acted_upon", "[handlers]")
{
    SC_EACH_ROW(with_handlers, {.situation = "computes"}, judge_one_handler);
}

TEST_CASE("handlers_nested_three_deep_all_end_before_the_request_is_acted_upon", "[handlers]")
{
    SC_EACH_ROW(with_handlers, {.situation = "nested"}, judge_nested);
}

TEST_CASE("handler_on_its_own_stack_ends_before_the_request_is_acted_upon", "[handlers]")
{
    SC_EACH_ROW(with_handlers, {.situation = "altstack"}, [](const Row &row, const Facts &facts) {
        judge_one_handler(row, facts);
        CHECK(facts["on_other_stack"] == 1);
    });
}

TEST_CASE("handler_that_leaves_by_siglongjmp_the_next_point_acts", "[handlers]")
{
    SC_EACH_ROW(may_leap, {.situation = "leaps"}, judge_leap);
}

TEST_CASE("handler_that_has_left_by_siglongjmp_the_next_point_is_reached_when_blocked", "[handlers]")
{
    SC_EACH_ROW(may_leap, {.situation = "leapt"}, [](const Row &row, const Facts &facts) {
        judge_leap(row, facts);
        CHECK(facts["still"] == 1);
    });
}

TEST_CASE("handler_blocked_in_a_point_of_its_own_is_ended_there", "[handlers]")
{
    SC_EACH_ROW(with_handlers, {.situation = "blocked_in"}, [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["still"] == 1);
        check_acted_after(facts, 0);
        check_order(facts);
    });
}

/* D2: with its work half done, and the lock still taken. */
TEST_CASE("handlers_die_in_the_middle_in_stock_up_to_2_40", "[d2]")
{
    if (!libc_loses_results())
        SC_SKIP("glibc 2.41 and later do not have D2");
    int locked = 0;
    SC_EACH_ROW(with_handlers, stock("restart"), [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        CHECK(facts["acted"] == 1);
        CHECK(facts["left_handler"] == 0);
    });
    SC_EACH_ROW(with_handlers, stock("computes"), [&](const Row &, const Facts &facts) {
        if (facts.outcome.killed(SIGALRM) || facts.outcome.late) { /* stuck: unwound from where there is no CFI */
            ++locked;
            return;
        }
        SC_TOLD(facts);
        CHECK(facts["left_handler"] == 0);
        locked += facts["work_free"] == 0;
    });
    CHECK(locked > 0);
}

/* D3: the kernel goes back into the call, and the request is never acted upon. */
TEST_CASE("handlers_hide_the_request_for_ever_in_stock_from_2_41", "[d3]")
{
    if (libc_loses_results())
        SC_SKIP("glibc 2.40 and earlier do not have D3");
    SC_EACH_ROW(restarted, stock("restart"), [](const Row &, const Facts &facts) {
        CHECK(facts.outcome.killed(SIGALRM));
    });
    SC_EACH_ROW(not_restarted, stock("restart"), [](const Row &, const Facts &facts) {
        SC_TOLD(facts);
        check_acted_after(facts, 1);
    });
}
