/* SPDX-License-Identifier: MIT */
/* Cancellation and fork(), vfork(). */
#include <sys/wait.h>
#include <unistd.h>

#include "catch.hpp"
#include "programs.h"

using namespace safecancel;

namespace {

void check(const std::string &what, Command command, const std::string &output)
{
    command.deadline = std::chrono::seconds(30);
    const auto outcome = run(command);
    INFO(what << ": " << outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out == output);
}

void check_both(const std::string &name, const std::string &output)
{
    check(name + " stock", program("forks", {name}), output);
    check(name + " armed", armed(program("forks", {name})), output);
}

/* qemu-user makes a fork of it. */
bool vfork_shares_memory()
{
    volatile int shared = 0;
    const pid_t child = vfork();
    if (child == 0) {
        shared = 1;
        _exit(0);
    }
    waitpid(child, nullptr, 0);
    return shared != 0;
}

}  // namespace

TEST_CASE("child_of_a_threaded_process_cancels_its_own_threads", "[forks]")
{
    check_both("child_cancels", "child=7\ncanceled\n");
    check_both("grandchild_cancels", "grandchild=8\nagain=1\n");
}

TEST_CASE("request_pending_in_the_thread_that_forks_is_pending_in_the_child", "[forks]")
{
    check_both("pending_parent", "child=9\ncanceled\n");
}

TEST_CASE("thread_that_forks_can_be_cancelled_anywhere", "[forks]")
{
    check_both("target_forks", "canceled=200 failed=0\n");
}

/* Stock glibc acts in the child, on the parent's stack: seen here as a cleanup handler run by the child. */
TEST_CASE("vfork_child_does_not_act_for_its_parent", "[vfork]")
{
    if (!vfork_shares_memory())
        SC_SKIP("a vfork child has memory of its own here");
    const std::string right = "canceled child=17 cleanup=parent\n";
    auto harmed = program("forks", {"vfork_running"});
    harmed.deadline = std::chrono::seconds(5);
    const auto stock = run(harmed);
    INFO("stock: " << stock.describe());
    CHECK(stock.out != right);
    check("vfork_running armed", armed(program("forks", {"vfork_running"})), right);
    check("vfork_blocked armed", armed(program("forks", {"vfork_blocked"})), right);
}
