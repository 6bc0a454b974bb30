/* SPDX-License-Identifier: MIT */
/* What a request does to threads in all kinds of situations: the same without and with the shim. */
#include "catch.hpp"
#include "emulated.h"
#include "libc.h"
#include "programs.h"

using namespace safecancel;

namespace {

struct Case {
    const char *name;
    const char *output;
};

/* Up to 2.33 stock glibc may answer ESRCH (3) where a thread has exited. */
std::string with_refusals_as_zeros(std::string output)
{
    for (size_t at; (at = output.find("cancel=3\n")) != std::string::npos;)
        output[at + 7] = '0';
    return output;
}

enum class Refusals { none, allowed };

void check(const std::string &what, const Command &command, const std::string &output,
           Refusals refusals = Refusals::none)
{
    const auto outcome = run(command);
    INFO(what << ": " << outcome.describe());
    CHECK(outcome.exited(0));
    CHECK((refusals == Refusals::none ? outcome.out : with_refusals_as_zeros(outcome.out)) == output);
    CHECK(outcome.err.empty());
}

/* A short deadline: each case takes milliseconds, and one that hangs is a failure. */
void check_both(const std::string &name, const Case &expected)
{
    auto command = program(name, {expected.name});
    command.deadline = std::chrono::seconds(20);
    check(std::string(expected.name) + " stock", command, expected.output,
          libc_refuses_exited_threads() ? Refusals::allowed : Refusals::none);
    check(std::string(expected.name) + " armed", armed(command), expected.output);
}

}  // namespace

TEST_CASE("requests_are_acted_upon_as_POSIX_says", "[requests]")
{
    for (const Case &expected : {
             Case{"single_self_deferred", "cancel=0\ncleanup\n"},
             Case{"single_self_asynchronous", "cleanup\n"},
             Case{"thread_self_deferred", "cancel=0\ncleanup\ncanceled\n"},
             Case{"thread_self_asynchronous", "cleanup\ncanceled\n"},
             Case{"exited_unjoined", "cancel=0\nits own result\n"},
             Case{"detached", "cancel=0\ncleaned\n"},
             Case{"handler_cancels_other", "canceled\n"},
             Case{"handler_cancels_own_eintr", "canceled\n"},
             Case{"in_cleanup", "read=4\ncleanup complete\ncanceled\n"},
             Case{"in_exit", "read=4\ncleanup complete\nits own result\n"},
             Case{"twice", "cancel=0\ncancel=0\ncanceled\n"},
         })
        check_both("requests", expected);
}

/* D3: glibc from 2.41 on forgets this request when the call restarts; 2.36 acts upon it in the handler. */
TEST_CASE("blocked_thread_cancelled_by_its_own_handler_does_not_restart", "[requests]")
{
    auto command = program("requests", {"handler_cancels_own_restart"});
    command.deadline = std::chrono::seconds(5);
    if (libc_loses_results())
        check("stock", command, "canceled\n");
    check("armed", armed(command), "canceled\n");
}

TEST_CASE("signal_32_alone_is_a_request_as_without_the_shim", "[raw_signal]")
{
    if (!libc_loses_results())
        SC_SKIP("glibc 2.41 and later do not send the signal without a request");
    check_both("requests", {"raw_signal", "canceled\n"});
}

TEST_CASE("state_and_type_keep_working", "[states]")
{
    for (const Case &expected : {
             Case{"state", "0 1 1 0 1 1\ncanceled\nleft=2\n"},
             Case{"disabled", "cleanup\ncanceled\nleft=3\n"},
             Case{"enable_asynchronous", "0 1 1 1 0 0\n"},
             Case{"asynchronous", "cleanup\ncancel=0\ncanceled\n"},
             Case{"asynchronous_blocked", "cleanup\ncanceled\n"},
             Case{"there_and_back", "cleanup\ncanceled\n"},
             Case{"exit_pending", "cleanup\nits own result\n"},
         })
        check_both("states", expected);
}

TEST_CASE("fifty_threads_cancel_one_at_once", "[crowd]")
{
    const auto command = program("crowd", {"50", "200"});
    if (!libc_refuses_exited_threads())
        check("stock", command, "crowd requests=10000 canceled=200 cleanups=200\n");
    check("armed", armed(command), "crowd requests=10000 canceled=200 cleanups=200\n");
}

TEST_CASE("ten_thousand_threads_leave_nothing_behind", "[many]")
{
    long kilobytes = 512;  /* one lost word a thread would be 64 KB, one lost stack 80 MB */
    const long threads = is_emulated() ? 1000 : 10000;
    for (const bool shim : {false, true}) {
        auto command = program("many", {std::to_string(threads)});
        command.deadline = std::chrono::seconds(120);
        const auto outcome = run(shim ? armed(command) : command);
        INFO((shim ? "armed: " : "stock: ") << outcome.describe());
        CHECK(outcome.exited(0));
        CHECK(number_after(outcome.out, "canceled") == threads);
        CHECK(number_after(outcome.out, "descriptors") == 0);
        if (is_emulated() && !shim)
            kilobytes += number_after(outcome.out, "kilobytes"); /* qemu-user keeps some of each thread */
        CHECK(number_after(outcome.out, "kilobytes") < kilobytes);
    }
}
