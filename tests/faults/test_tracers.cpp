/* SPDX-License-Identifier: MIT */
/* Stopped, and traced. */
#include <unistd.h>

#include <algorithm>
#include <regex>

#include "emulated.h"
#include "faults.h"

using namespace safecancel;

namespace {

const Words cancels = {"start", "cancel", "start", "cancel"};

/* `command`, run by `tracer`, which has its own arguments first. */
Command traced(Words tracer, const Command &command)
{
    Command result = command;
    result.argv = tracer;
    result.argv.insert(result.argv.end(), command.argv.begin(), command.argv.end());
    result.deadline = std::chrono::seconds(60);
    return result;
}

/* gdb with commands, on worker, whose environment is set by gdb, not its own. */
Command debugged(const std::string &gdb, const Words &commands, bool object)
{
    Command program = worker(cancels);
    const Command preloaded = armed(program);
    Command result;
    result.argv = {gdb, "-q", "-nx", "-batch", "-iex", "set debuginfod enabled off",
                   "-ex", "set confirm off", "-ex", "handle SIG32 SIGUSR1 nostop noprint pass"};
    if (object)
        for (const auto &entry : preloaded.environment)
            result.argv.insert(result.argv.end(), {"-ex", "set environment " + entry});
    for (const auto &command : commands)
        result.argv.insert(result.argv.end(), {"-ex", command});
    /* Without `under`: gdb would have to follow it. */
    const auto at = std::find(program.argv.begin(), program.argv.end(), "--");
    result.argv.push_back("--args");
    result.argv.insert(result.argv.end(), at + 1, program.argv.end());
    result.deadline = std::chrono::seconds(60);
    return result;
}

/* What worker said, in what gdb says, whose own lines come in between. */
std::string said(const std::string &text)
{
    static const std::regex line("([a-z_]+ canceled cleaned|exited normally|exited with code|SIG[A-Z]+)");
    std::string result;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), line); at != std::sregex_iterator(); ++at)
        result += at->str() + "\n";
    return result;
}

void check_debugged(const std::string &gdb, const Words &commands)
{
    const auto stock = run(debugged(gdb, commands, false)), shim = run(debugged(gdb, commands, true));
    INFO("stock: " << stock.describe());
    INFO("with the object: " << shim.describe());
    CHECK(!stock.late);
    CHECK(!shim.late);
    CHECK(said(stock.out).find("asynchronous canceled cleaned") != std::string::npos);
    CHECK(said(shim.out) == said(stock.out));
}

} // namespace

TEST_CASE("threads_are_cancelled_that_were_stopped_while_they_waited", "[stopped]")
{
    check_armed(worker({"start", "stop", "cancel", "stop", "start", "stop", "cancel"}));
}

TEST_CASE("under_strace_the_threads_are_cancelled", "[strace]")
{
    const auto strace = find_program("strace");
    if (strace.empty())
        SC_SKIP("strace is not installed");
    if (is_emulated())
        SC_SKIP("an emulator lets nothing be traced");
    check_armed(traced({strace, "-f", "-o", "/dev/null"}, worker(cancels)));
}

TEST_CASE("under_a_tracer_of_every_system_call_the_threads_are_cancelled", "[tracer]")
{
    if (is_emulated())
        SC_SKIP("an emulator lets nothing be traced");
    auto command = traced({std::string(SAFECANCEL_FAULTS) + "/calls_of", "all"}, worker(cancels));
    const auto stock = run(command), shim = run(armed(command));
    SC_NEEDS(stock);
    INFO("stock: " << stock.describe());
    INFO("with the object: " << shim.describe());
    CHECK(stock.exited(0));
    CHECK(shim.exited(0));
    CHECK(without_object(shim.err) == stock.err);
}

TEST_CASE("under_gdb_the_threads_are_cancelled", "[gdb]")
{
    const auto gdb = find_program("gdb");
    if (gdb.empty())
        SC_SKIP("gdb is not installed");
    if (is_emulated())
        SC_SKIP("an emulator lets nothing be traced");
    check_debugged(gdb, {"run"});
    check_debugged(gdb, {"break cancel_targets", "run", "info threads", "continue", "continue"});
}

/* The process is forked where it stands: the copy has the one thread that stopped. */
TEST_CASE("from_a_checkpoint_the_threads_are_cancelled", "[checkpoint]")
{
    const auto gdb = find_program("gdb");
    if (gdb.empty())
        SC_SKIP("gdb is not installed");
    if (is_emulated())
        SC_SKIP("an emulator lets nothing be traced");
    check_debugged(gdb, {"break start_targets", "run", "checkpoint", "delete", "restart 1", "continue"});
}
