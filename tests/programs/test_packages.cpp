/* SPDX-License-Identifier: MIT */
/*
 * Programs as distributions package them, which cancel threads of their own:
 * sysbench its report thread, btrfs the thread that shows its progress.  Run
 * under the launcher; the statistics show that they really did, through the shim.
 */
#include <regex>

#include "catch.hpp"
#include "programs.h"

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

/* Requests of the process of this name, of a statistics file. */
long requests_of(const fs::path &file, const std::string &name)
{
    long sum = 0;
    const std::regex expression("safecancel: [0-9]+ " + name + ": ([0-9]+) requests, .*");
    std::smatch match;
    for (const auto &line : lines_of(content_of(file)))
        if (std::regex_match(line, match, expression))
            sum += std::stol(match[1]);
    return sum;
}

/* The command under the launcher, armed or not run at all. */
Command launched(Command command, const fs::path &statistics)
{
    command.argv.insert(command.argv.begin(), {SAFECANCEL_LAUNCHER, "--require", "--"});
    command.environment.push_back("SAFECANCEL_LIBRARY=" + shim_path());
    command.environment.push_back("SAFECANCEL_STATS=" + statistics.string());
    return command;
}

bool contains(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("sysbench_runs_and_cancels_its_report_thread", "[sysbench]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    if (!installed("sysbench"))
        SC_SKIP("sysbench is not installed (package sysbench)");
    const TemporaryDirectory directory;
    const auto statistics = directory.path() / "statistics";
    const Command command{{"sysbench", "cpu", "run", "--report-interval=1", "--time=2"}};
    const auto shim = launched(command, statistics);
    for (const auto &each : {command, shim}) {
        const auto outcome = run(each);
        INFO(outcome.describe());
        CHECK(outcome.exited(0));
        CHECK(outcome.err.empty());
        CHECK(contains(outcome.out, "[ 1s ] thds: 1"));
        CHECK(contains(outcome.out, "Threads fairness:"));
    }
    CHECK(requests_of(statistics, "sysbench") == 1);
}

TEST_CASE("btrfs_check_runs_and_cancels_its_progress_thread", "[btrfs]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    if (!installed("btrfs") || !installed("mkfs.btrfs"))
        SC_SKIP("btrfs is not installed (package btrfs-progs)");
    const TemporaryDirectory directory;
    const auto image = directory.path() / "image";
    const auto statistics = directory.path() / "statistics";
    const std::string path = "PATH=" + std::string(getenv("PATH")) + ":/usr/sbin:/sbin";
    const auto made = run(with(
        Command{{"sh", "-c", "truncate -s 128M \"$0\" && mkfs.btrfs -q \"$0\"", image.string()}}, path));
    INFO("mkfs: " << made.describe());
    REQUIRE(made.exited(0));

    const auto command = with(Command{{"btrfs", "check", "-p", image.string()}}, path);
    const auto shim = launched(command, statistics);
    for (const auto &each : {command, shim}) {
        const auto outcome = run(each);
        INFO(outcome.describe());
        CHECK(outcome.exited(0));
        CHECK(contains(outcome.out, "no error found"));
    }
    CHECK(requests_of(statistics, "btrfs") > 1);
}
