/* SPDX-License-Identifier: MIT */
/*
 * each_instruction, without and with the shim: a request at every instruction
 * of a point, and unwinding from each of them.
 */
#include "catch.hpp"
#include "child.h"
#include "libc.h"

using namespace safecancel;

namespace {

/* Points whose side effect stock glibc <= 2.40 can lose; select has none. */
const std::vector<std::string> losing = {"read", "write",   "open",   "close",  "accept",
                                         "recv", "waitpid", "msgrcv", "sigwait"};
const std::vector<std::string> others = {"select"};
/* Points that do not return until the thread is cancelled. */
const std::vector<std::string> blocking = {"blocking read", "poll", "sleep"};

std::vector<std::string> all_points()
{
    std::vector<std::string> all = losing;
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

Outcome step(const std::string &point, bool pending, bool shim)
{
    Command command{{SC_EACH_INSTRUCTION, point}};
    if (pending)
        command.argv.push_back("pending");
    return run(shim ? with_shim(command) : command);
}

/* A point of which libc makes another system call here than the thunk does (points.def, SC_TIMED). */
bool is_left_to_libc(const std::string &point, const Outcome &outcome)
{
    return (point == "select" || point == "sigwait") && outcome.exited(77);
}

} // namespace

TEST_CASE("stock_glibc_loses_a_result_at_some_instruction", "[stock]")
{
    if (!libc_loses_results())
        SC_SKIP("glibc 2.41 and later do not have D1");
    for (const std::string &point : losing) {
        const Outcome outcome = step(point, false, false);
        INFO(outcome.describe());
        if (outcome.exited(77))
            SC_SKIP("code cannot be made writable here, to put breakpoints into it");
        CHECK(outcome.exited(0));
        CHECK(number_after(outcome.out, "lost") > 0);
    }
}

TEST_CASE("no_instruction_of_a_point_loses_its_result", "[shim]")
{
    for (const std::string &point : all_points()) {
        const Outcome outcome = step(point, false, true);
        INFO(outcome.describe());
        if (outcome.exited(77))
            SC_SKIP("code cannot be made writable here, to put breakpoints into it");
        CHECK(outcome.exited(0));
        CHECK(number_after(outcome.out, "instructions") > 15);
        CHECK(number_after(outcome.out, "acted") > 5);
        CHECK(number_after(outcome.out, "kept") > 5);
        CHECK(number_after(outcome.out, "lost") == 0);
        CHECK(number_after(outcome.out, "missed") == 0);
        CHECK(number_after(outcome.out, "broken") == 0);
        CHECK(number_after(outcome.out, "unwinds_broken") == 0);
    }
}

TEST_CASE("no_instruction_of_a_blocking_point_misses_the_request", "[shim]")
{
    for (const std::string &point : blocking) {
        const Outcome outcome = step(point, false, true);
        INFO(outcome.describe());
        if (outcome.exited(77))
            SC_SKIP("code cannot be made writable here, to put breakpoints into it");
        CHECK(outcome.exited(0));
        CHECK(number_after(outcome.out, "instructions") > 10);
        CHECK(number_after(outcome.out, "acted") ==
              number_after(outcome.out, "instructions") + 1); /* and once while blocked */
        CHECK(number_after(outcome.out, "missed") == 0);
        CHECK(number_after(outcome.out, "broken") == 0);
        CHECK(number_after(outcome.out, "unwinds_broken") == 0);
    }
}

TEST_CASE("the_stack_unwinds_from_each_instruction_on_the_way_to_acting", "[shim]")
{
    for (const std::string &point : all_points()) {
        const Outcome outcome = step(point, true, true);
        INFO(outcome.describe());
        if (is_left_to_libc(point, outcome))
            continue;
        if (outcome.exited(77))
            SC_SKIP("code cannot be made writable here, to put breakpoints into it");
        CHECK(outcome.exited(0));
        CHECK(number_after(outcome.out, "instructions") > 25);
        CHECK(number_after(outcome.out, "acted") == 1);
        CHECK(number_after(outcome.out, "broken") == 0);
        CHECK(number_after(outcome.out, "unwinds_broken") == 0);
    }
}
