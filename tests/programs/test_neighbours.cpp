/* SPDX-License-Identifier: MIT */
/* What lives beside cancellation in libc behaves as without the shim. */
#include "catch.hpp"
#include "programs.h"

using namespace safecancel;

namespace {

/* Both runs must end well, say what is expected, and say the same. */
void check_same(const std::string &name, const std::string &last_line)
{
    const auto command = program("neighbours", {name});
    const auto stock = run(command);
    const auto shim = run(armed(command));
    INFO(name << " stock: " << stock.describe());
    INFO("armed: " << shim.describe());
    CHECK(stock.exited(0));
    CHECK(shim.exited(0));
    CHECK(shim.out == stock.out);
    CHECK(shim.err == stock.err);
    const auto lines = lines_of(stock.out);
    REQUIRE(!lines.empty());
    CHECK(lines.back() == last_line);
}

}  // namespace

TEST_CASE("SIGEV_THREAD_timers_share_signal_32", "[neighbours]")
{
    check_same("timer_first", "fired");
    check_same("timer_second", "canceled");
}

TEST_CASE("full_masks_do_not_stop_cancellation", "[neighbours]")
{
    check_same("full_mask", "canceled");
    check_same("full_mask_inherited", "canceled");
}

TEST_CASE("hidden_signals_stay_hidden", "[neighbours]")
{
    check_same("hidden_signals", "canceled");
}

TEST_CASE("processes_are_started_as_ever", "[processes]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    check_same("processes", "returned");
    check_same("cancel_in_system", "children=0");
}

TEST_CASE("C11_threads_can_be_cancelled", "[neighbours]")
{
    check_same("c11_threads", "canceled");
}

TEST_CASE("setuid_reaches_every_thread", "[set_user]")
{
    const auto stock = run(program("neighbours", {"set_user"}));
    if (stock.exited(77))
        SC_SKIP(stock.err);
    check_same("set_user", "canceled");
}
