/* SPDX-License-Identifier: MIT */
/* D1: a result is lost on stock glibc <= 2.40; never with the shim. */
#include "catch.hpp"
#include "emulated.h"
#include "libc.h"
#include "programs.h"

using namespace safecancel;

namespace {

/* An emulator takes a hundred times as long for a thread. */
const long cancels = is_emulated() ? 300 : 2000;

/* Stock must lose where it has the defect; armed must lose nothing, and keep what was completed. */
void check_call(const std::string &name)
{
    auto command = program("lost", {name, std::to_string(cancels)});
    command.deadline = std::chrono::minutes(2); /* a second at most, but for others on its processors */
    const auto stock = run(command);
    INFO(name << " stock: " << stock.describe());
    if (stock.exited(77))
        return note_skipped(name + ": " + stock.err);
    CHECK(stock.exited(0));
    if (libc_loses_results())
        CHECK(number_after(stock.out, "lost") > 0);
    else
        CHECK(number_after(stock.out, "lost") == 0);

    const auto shim = run(armed(command));
    INFO("armed: " << shim.describe());
    CHECK(shim.exited(0));
    CHECK(shim.err.empty());
    CHECK(number_after(shim.out, "cancels") == cancels);
    CHECK(number_after(shim.out, "lost") == 0);
    CHECK(number_after(shim.out, "kept") > 0);
}

}  // namespace

TEST_CASE("completed_calls_lose_no_result", "[lost]")
{
    for (const char *name : {"open", "openat", "creat", "accept", "accept4", "read", "readv", "recv", "recvmsg", "write",
                             "mq_receive", "msgrcv"})
        check_call(name);
}

TEST_CASE("blocked_write_reports_the_part_it_stored", "[partial_write]")
{
    const auto command = program("partial_write", {"200"});
    const auto stock = run(command);
    INFO("stock: " << stock.describe());
    CHECK(stock.exited(0));
    CHECK(number_after(stock.out, "unreported") == (libc_loses_results() ? 200 : 0));

    const auto shim = run(armed(command));
    INFO("armed: " << shim.describe());
    CHECK(shim.exited(0));
    CHECK(number_after(shim.out, "unreported") == 0);
    CHECK(number_after(shim.out, "reported") == 200);
}
