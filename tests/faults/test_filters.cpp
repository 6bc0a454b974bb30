/* SPDX-License-Identifier: MIT */
/* seccomp filters, from the start and installed by the program. */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>

#include <algorithm>
#include <sstream>

#include "emulated.h"
#include "faults.h"
#include "libc.h"
#include "temporary.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

using namespace safecancel;

namespace {

const Words cancels = {"start", "cancel", "start", "cancel"};
const Words actions = {"errno", "trap", "kill"};

/* What we call that the C library does not, or that programs forbid. */
const std::vector<long> calls = {SYS_membarrier, SYS_openat,  SYS_prctl,       SYS_gettid, SYS_pread64,
                                 SYS_sched_yield, SYS_lseek, SYS_close_range, SYS_getcwd, SYS_prlimit64};

std::string numbers(const std::vector<long> &list)
{
    std::string text;
    for (const long number : list)
        text += (text.empty() ? "" : ",") + std::to_string(number);
    return text;
}

Words steps_with(const std::string &filter)
{
    return {"start", filter, "cancel", "start", "cancel"};
}

/* The command, for the numbers of the system calls that it makes. */
Command traced_calls(const std::string &when, Command command)
{
    command.argv.insert(command.argv.begin(), {std::string(SAFECANCEL_FAULTS) + "/calls_of", when});
    return command;
}

bool contains(const std::string &list, long number)
{
    return ("," + list.substr(0, list.find('\n')) + ",").find("," + std::to_string(number) + ",") != std::string::npos;
}

/*
 * The system calls that stock makes in several runs, since not each makes all; and the
 * return from a signal handler, which even seccomp's strict mode allows, and, on glibc
 * 2.31, unblocking signal 32, which every later one does where a thread is made or ends.
 */
std::string calls_of(const std::string &when, const Words &steps)
{
    std::vector<long> list = {SYS_rt_sigreturn};
    if (libc_minor() < 32)
        list.push_back(SYS_rt_sigprocmask);
#ifdef SYS_sigreturn
    list.push_back(SYS_sigreturn); /* on 32-bit x86 from a handler without siginfo_t */
#endif
    for (int i = 0; i < 5; ++i) {
        const auto outcome = run(traced_calls(when, worker(steps)));
        if (!outcome.exited(0))
            return "";
        std::istringstream stream(outcome.out);
        for (std::string number; std::getline(stream, number, ',');)
            if (const long value = std::stol(number); std::find(list.begin(), list.end(), value) == list.end())
                list.push_back(value);
    }
    return numbers(list);
}

} // namespace

#define SC_NEEDS_FILTERS()                            \
    do {                                              \
        if (is_emulated())                            \
            SC_SKIP("an emulator has no filters");    \
        SC_NEEDS(run(worker({"filter=kill:9999"})));  \
    } while (0)

TEST_CASE("a_filter_of_the_programs_own_that_forbids_what_only_we_call_changes_nothing", "[filter]")
{
    SC_NEEDS_FILTERS();
    for (const auto &action : actions)
        for (const char *way : {"filter", "filter_syscall", "filter_tsync", "filter_syscall_prctl"}) {
            INFO(way << ", " << action);
            check_armed(worker(steps_with(std::string(way) + "=" + action + ":" + numbers(calls))));
        }
}

/* Each alone, so that one that is still made is seen by itself. */
TEST_CASE("a_filter_that_forbids_one_call_changes_nothing", "[filter]")
{
    SC_NEEDS_FILTERS();
    for (const long call : calls) {
        INFO("kill " << call);
        check_armed(worker(steps_with("filter=kill:" + std::to_string(call))));
    }
}

/* glibc's own pthread_cancel makes that call as well. */
TEST_CASE("a_filter_that_forbids_tgkill_ends_both", "[filter]")
{
    SC_NEEDS_FILTERS();
    for (const char *action : {"trap", "kill"}) {
        const auto command = worker(steps_with("filter=" + std::string(action) + ":" + std::to_string(SYS_tgkill)));
        const auto stock = run(command), shim = run(armed(command));
        INFO("stock: " << stock.describe());
        INFO("with the object: " << shim.describe());
        CHECK(stock.killed(SIGSYS));
        CHECK(shim.killed(SIGSYS));
    }
}

/* What stock does not call in the same work ends the process. */
TEST_CASE("under_a_filter_of_the_programs_own_nothing_is_called_that_libc_does_not_call", "[filter_all]")
{
    SC_NEEDS_FILTERS();
    for (const Words &steps : {Words{"start", "mark", "cancel"}, Words{"mark", "start", "cancel"},
                               Words{"start", "cancel", "start", "mark", "cancel"}}) {
        const auto allowed = calls_of("marked", steps);
        if (allowed.empty())
            SC_SKIP("ptrace is not permitted here");
        for (const char *way : {"filter", "filter_tsync"}) {
            Words filtered = steps;
            for (auto &step : filtered)
                if (step == "mark")
                    step = std::string(way) + "=kill-but:" + allowed;
            check_armed(worker(filtered));
        }
    }
}

TEST_CASE("a_filter_from_the_start_that_forbids_what_only_we_call_changes_nothing", "[filter_start]")
{
    SC_NEEDS_FILTERS();
    const std::vector<long> later = {SYS_membarrier, SYS_prctl,       SYS_gettid, SYS_sched_yield,
                                     SYS_lseek,      SYS_close_range, SYS_getcwd};
    for (const auto &action : actions) {
        INFO(action);
        check_armed(worker(cancels, {"filter=" + action + ":" + numbers(later)}));
        check_armed(worker(cancels, {"filter=" + action + ":" + std::to_string(SYS_membarrier)}));
    }
    for (const long call : later)
        check_armed(worker(cancels, {"filter=kill:" + std::to_string(call)}));
}

/*
 * As long as no thread is made, not even the child that tries our calls may be.  glibc 2.31's
 * loader wakes waiters that are not there (futex), which no program with threads can do without.
 */
TEST_CASE("under_a_filter_from_the_start_nothing_is_called_that_libc_does_not_call", "[filter_start_all]")
{
    SC_NEEDS_FILTERS();
    for (const Words &steps : {Words{}, Words{"start", "cancel"}}) {
        const auto allowed = calls_of("all", steps);
        if (allowed.empty())
            SC_SKIP("ptrace is not permitted here");
        check_armed(worker(steps, {"filter=kill-but:" + allowed + "," + numbers({SYS_execve, SYS_futex})}));
    }
}

/* A filter that lets all pass is no reason to do less: the child that tries says so. */
TEST_CASE("a_filter_that_forbids_nothing_leaves_the_barrier", "[filter_start]")
{
    SC_NEEDS_FILTERS();
    const auto shim = run(armed(traced_calls("marked", worker({"start", "mark", "cancel"}, {"filter=kill:9999"}))));
    SC_NEEDS(shim);
    INFO("with the object: " << shim.describe());
    CHECK(contains(shim.out, SYS_membarrier));
}

/* Before the program needs threads: it is left alone, without a word. */
TEST_CASE("a_filter_before_the_first_thread_changes_nothing", "[filter]")
{
    SC_NEEDS_FILTERS();
    auto command = worker({"", "kill:" + numbers(calls)});
    command.argv[command.argv.size() - 3] = std::string(SAFECANCEL_FAULTS) + "/late";
    check_both(command);
    CHECK(lines_of_object(run(with_object(command)).err).empty());
}

TEST_CASE("statistics_are_not_written_where_a_filter_may_forbid_it", "[filter]")
{
    SC_NEEDS_FILTERS();
    auto command = worker({"filter=kill:" + std::to_string(SYS_openat)});
    command.environment = {"SAFECANCEL_STATS=/nonexistent/statistics"};
    check_armed(command);
}

/* The child that tries our calls has none of the program's handlers. */
TEST_CASE("what_a_filter_from_the_start_traps_is_not_told", "[filter_start]")
{
    SC_NEEDS_FILTERS();
    check_armed(worker({"sigsys", "start", "cancel"}, {"filter=trap:" + std::to_string(SYS_membarrier)}));
}

/* It is not left as a dead process. */
TEST_CASE("the_child_that_tries_our_calls_is_gone", "[filter_start]")
{
    SC_NEEDS_FILTERS();
    check_armed(worker({"start", "no_children", "cancel"}, {"filter=kill:9999"}));
}

/* The child is killed, which is no crash of the program's. */
TEST_CASE("the_child_that_tries_our_calls_leaves_no_core", "[core]")
{
    SC_NEEDS_FILTERS();
    const TemporaryDirectory directory;
    auto crash = worker({"filter=kill:" + std::to_string(SYS_getpriority), "mark"}, {"core"});
    crash.directory = directory.path().string();
    run(crash);
    if (directory.names().empty())
        SC_SKIP("the system keeps core files elsewhere, or none");
    const TemporaryDirectory another;
    auto command = worker(cancels, {"core", "filter=kill:" + std::to_string(SYS_membarrier)});
    command.directory = another.path().string();
    check_armed(command);
    CHECK(another.names().empty());
}

/* It shares our memory, in which the filter is noted, but not our signal handlers. */
TEST_CASE("after_a_filter_of_a_vfork_child_the_threads_are_cancelled", "[filter_vfork]")
{
    SC_NEEDS_FILTERS();
    check_armed(worker({"vfork_filter=kill:9999", "start", "cancel", "start", "cancel"}));
}

/* Our own thread, which looks into /proc, ends; none is made afterwards. */
TEST_CASE("under_a_filter_there_is_no_watcher", "[filter_watcher]")
{
    SC_NEEDS_FILTERS();
    const std::string filter = "filter_tsync=kill:" + numbers(calls);
    check_armed(worker({"interrupt=0", "start", filter, "cancel", "last"}));
    check_armed(worker({"start", filter, "interrupt=" + std::to_string(EAGAIN), "cancel", "last"}));
}

TEST_CASE("what_is_passed_on_arrives_as_it_was", "[passing]")
{
    check_armed(worker({"pass", "start", "cancel", "pass"}));
    check_both(worker({"pass"}));
}

TEST_CASE("a_question_for_filters_installs_none", "[passing]")
{
    check_armed(worker({"ask", "start", "cancel"}));
    if (is_emulated())
        SC_SKIP("an emulator lets nothing be traced");
    const auto shim = run(armed(traced_calls("marked", worker({"ask", "start", "mark", "cancel"}))));
    SC_NEEDS(shim);
    INFO("with the object: " << shim.describe());
    CHECK(contains(shim.out, SYS_membarrier));
}
