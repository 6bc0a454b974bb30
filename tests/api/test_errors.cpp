/* SPDX-License-Identifier: MIT */
/* Cancellation as an error, with the object: each situation of errors.c, and the example. */
#include "catch.hpp"
#include "compiler.h"

using namespace safecancel;

namespace {

/* Whether the preloaded object has the functions of the header. */
bool is_exported()
{
    const auto names = run(Command{{"nm", "-D", "--defined-only", shim_path()}});
    return names.exited(0) && names.out.find(" safecancel_v1_available") != std::string::npos;
}

/* Runs one situation; whether it is skipped. */
bool play(const std::string &name)
{
    const auto outcome = run(with_shim(Command{{SAFECANCEL_ERRORS, name}}));
    INFO(outcome.describe());
    if (outcome.exited(77))
        return false;
    CHECK(outcome.exited(0));
    return true;
}

}  // namespace

#define SC_SITUATION(name)                                                    \
    TEST_CASE("point_fails_" #name)                                               \
    {                                                                         \
        if (!is_exported())                                                   \
            SC_SKIP("the object does not export safecancel_v1_available");    \
        if (!play(#name))                                                     \
            SC_SKIP("points inside libc are left to libc here");              \
    }

SC_SITUATION(before_a_point)
SC_SITUATION(while_blocked)
SC_SITUATION(twice_is_once)
SC_SITUATION(taken_back)
SC_SITUATION(while_disabled)
SC_SITUATION(close_leaves_it)
SC_SITUATION(exited)
SC_SITUATION(forked)
SC_SITUATION(broken_restarting)
SC_SITUATION(broken_not_restarting)
SC_SITUATION(broken_outside)
SC_SITUATION(deadline)
SC_SITUATION(deadlines_nest)
SC_SITUATION(deadline_refused)
SC_SITUATION(masked)
SC_SITUATION(cancel_wins)
SC_SITUATION(inside_libc)

TEST_CASE("example_says_that_it_needs_the_object")
{
    const auto outcome = run(Command{{SAFECANCEL_TRANSFER, "interrupt", "1"}});
    INFO(outcome.describe());
    CHECK(outcome.exited(77));
    CHECK(outcome.err == "transfer: libsafecancel.so is not preloaded, or stands aside\n");
    CHECK(run(Command{{SAFECANCEL_TRANSFER}}).exited(2));
}

TEST_CASE("example_leaks_nothing_when_it_is_interrupted")
{
    if (!is_exported())
        SC_SKIP("the object does not export safecancel_v1_available");
    const auto outcome = run(with_shim(Command{{SAFECANCEL_TRANSFER, "interrupt", "1000"}}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(number_after(outcome.out, "interrupts") == 1000);
    CHECK(number_after(outcome.out, "failed") + number_after(outcome.out, "retries") > 0);
    CHECK(number_after(outcome.out, "leaked") == 0);
}

TEST_CASE("example_leaks_when_it_is_cancelled")
{
    if (!is_exported())
        SC_SKIP("the object does not export safecancel_v1_available");
    const auto outcome = run(with_shim(Command{{SAFECANCEL_TRANSFER, "cancel", "100"}}));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(number_after(outcome.out, "leaked") > 0);
}
