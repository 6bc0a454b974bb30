/* SPDX-License-Identifier: MIT */
/* What is no difference, and how the program is run. */
#include <signal.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "tool.h"

using namespace safecancel;

TEST_CASE("a_program_that_does_the_same_does_not_differ", "[same]")
{
    const Desk desk;
    for (const char *what : {"same", "crash", "child"}) {
        int status = -1;
        const Json comparison = desk.compare(what, status);
        INFO(what << comparison.dump(1));
        CHECK(status == 0);
        CHECK(different(comparison).empty());
        CHECK(aspect(comparison, "standard output").at("verdict") == "same");
        CHECK(comparison.at("runs") == 3);
    }
}

TEST_CASE("what_varies_by_itself_is_no_difference", "[same]")
{
    const Desk desk;
    int status = -1;
    const Json comparison = desk.compare("varies", status);
    INFO(comparison.dump(1));
    CHECK(status == 0);
    CHECK(aspect(comparison, "standard output").at("verdict") == "varies by itself");
}

TEST_CASE("a_difference_beside_what_varies_is_found", "[same]")
{
    const Desk desk;
    int status = -1;
    const Json comparison = desk.compare("varying_and_more", status);
    INFO(comparison.dump(1));
    CHECK(status == 1);
    const Json found = aspect(comparison, "standard output").at("differences");
    REQUIRE(found.size() == 1);
    CHECK(found.at(0) == Json({{"line", 4}, {"without", Json::array()}, {"with", {"four"}}}));
}

TEST_CASE("ignored_lines_are_left_out", "[same]")
{
    const Desk desk;
    int status = -1;
    CHECK(!desk.compare("lines", status, {"--ignore", "^beta$", "--ignore", "^(delta|DELTA)$"}).at("differs"));
    CHECK(status == 0);
    CHECK(desk.compare("lines", status, {"--ignore", "^beta$"}).at("differs"));
    CHECK(status == 1);
}

TEST_CASE("what_is_preloaded_already_is_kept_and_the_shim_comes_last", "[same]")
{
    const Desk desk;
    auto command = desk.command({"--json", "--runs", "1", "--", subject(), "preloaded"});
    command.environment.push_back("LD_PRELOAD=libm.so.6 " + shim_path());
    const auto outcome = run(command);
    INFO(outcome.describe());
    const Json found = aspect(Json::parse(outcome.out, nullptr, false), "standard output").at("differences");
    CHECK(found.at(0).at("without") == Json::array({"libm.so.6"}));
    CHECK(found.at(0).at("with") == Json::array({"libm.so.6:" + std::filesystem::canonical(shim_path()).string()}));
}

TEST_CASE("statistics_of_the_shim_are_no_difference", "[same]")
{
    const Desk desk;
    auto command = desk.command({"--", subject(), "settings"});
    command.environment.push_back("SAFECANCEL_STATS=1");
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
}

TEST_CASE("standard_input_is_empty_or_a_file_and_there_is_no_terminal", "[same]")
{
    const Desk desk;
    const auto input = desk.write("input", "A");
    for (const auto &[options, lines] : {std::pair{std::vector<std::string>{}, "^-1$"},
                                         std::pair{std::vector<std::string>{"--stdin", input}, "^65$"}}) {
        auto arguments = options;
        arguments.insert(arguments.end(), {"--json", "--ignore", lines, "--", subject(), "input"});
        const auto outcome = run(desk.command(arguments));
        INFO(outcome.describe());
        CHECK(aspect(Json::parse(outcome.out, nullptr, false), "standard output").at("without") == "0 lines");
    }
    int status = -1;
    const Json comparison = desk.compare("terminal", status);
    CHECK(aspect(comparison, "exit status").at("without") == "exit status 0");
}

namespace {

/* Processes that a run has left, of the file they write their number to. */
size_t left_alive(const Desk &desk, size_t &written)
{
    std::ifstream file(desk.file("left-behind"));
    size_t alive = 0;
    for (long process; file >> process; ++written)
        alive += kill(static_cast<pid_t>(process), 0) == 0;
    return alive;
}

} // namespace

TEST_CASE("what_the_program_leaves_running_is_ended", "[same]")
{
    const Desk desk;
    int status = -1;
    desk.compare("child", status, {"--runs", "2"});
    size_t written = 0;
    CHECK(left_alive(desk, written) == 0);
    CHECK(written == 4);
}

TEST_CASE("a_signal_ends_it_with_all_it_runs", "[same]")
{
    const Desk desk;
    for (const int number : {SIGINT, SIGTERM}) {
        std::filesystem::remove(desk.file("left-behind"));
        const std::string script = subject() + " child & exec sleep 100";
        Child child(desk.command({"--timeout", "100", "--", "sh", "-c", script}));
        size_t written = 0;
        for (int i = 0; i < 1000 && (left_alive(desk, written), written == 0); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        child.signal(number);
        const auto outcome = child.wait();
        INFO(outcome.describe());
        CHECK(outcome.killed(number));
        CHECK(left_alive(desk, written = 0) == 0);
        CHECK(written == 1);
    }
}
