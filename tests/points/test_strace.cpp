/* SPDX-License-Identifier: MIT */
/* Same system calls: what strace shows of a point, arguments and results included, with the shim and without. */
#include <iostream>
#include <stdexcept>

#include "driver.h"
#include "strace_log.h"

using namespace safecancel;

namespace {

struct Watched {
    Outcome outcome;
    std::string log;
};

/* strace itself is not preloaded: it sets the variables for the program alone. */
Watched watch(const Row &row, const Play &play)
{
    TemporaryDirectory directory, logs;
    Command command = command_for(row, play, directory);
    std::vector<std::string> argv{"setarch", "-R", "strace", "-f", "-s", "64", "-o", logs.file("log")};
    for (const auto &entry : command.environment)
        argv.insert(argv.end(), {"-E", entry});
    argv.insert(argv.end(), command.argv.begin(), command.argv.end());
    command.argv = argv;
    command.environment.clear();
    Watched watched{run(command), {}};
    remove_queues(watched.outcome.out);
    watched.log = content_of(logs.file("log"));
    return watched;
}

bool strace_works()
{
    try {
        return run({{"setarch", "-R", "strace", "-o", "/dev/null", "true"}}).exited(0);
    } catch (const std::runtime_error &) {
        return false;
    }
}

Row row_called(const std::string &name)
{
    for (const Row &row : all_rows())
        if (row.name == name)
            return row;
    throw std::runtime_error("there is no row " + name);
}

std::string joined(const std::vector<std::string> &lines)
{
    std::string text;
    for (const auto &line : lines)
        text += line + "\n";
    return text;
}

}  // namespace

TEST_CASE("strace_sees_the_same_system_calls", "[strace]")
{
    if (!strace_works())
        SC_SKIP("strace or setarch is missing, or tracing is not permitted");
    for (const Row &row : all_rows()) {
        const Watched stock = watch(row, {.situation = "once", .preload = Preload::none});
        const Watched shim = watch(row, {.situation = "once"});
        INFO(row.name << "\nwithout: " << stock.outcome.describe() << "\nwith: " << shim.outcome.describe());
        if (stock.outcome.exited(77)) {
            std::cout << "skipped: " << row.name << ": " << stock.outcome.out << std::flush;
            continue;
        }
        CHECK(stock.outcome.exited(0));
        CHECK(shim.outcome.exited(0));
        const auto calls = point_calls(stock.log);
        CHECK(!calls.empty());
        CHECK(joined(point_calls(shim.log)) == joined(calls));
    }
}

/* A user handler may lie on top of a point and needs a signal; whoever is in none does not, on any glibc. */
TEST_CASE("enabling_with_a_request_sends_no_signal_outside_handlers", "[strace]")
{
    if (!strace_works())
        SC_SKIP("strace or setarch is missing, or tracing is not permitted");
    const Watched shim = watch(row_called("read"), {.situation = "disabled_pending"});
    INFO(shim.outcome.describe() << "\n" << shim.log);
    CHECK(shim.outcome.exited(0));
    CHECK(shim.outcome.out.find("acted=1") != std::string::npos);
    CHECK(shim.log.find("tgkill(") == std::string::npos);
}
