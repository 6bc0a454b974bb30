/* SPDX-License-Identifier: MIT */
/* Completion in bash: what --help lists, what is running, and what a program's own completion says. */
#include "catch.hpp"
#include "shells.h"

#include <unistd.h>

#include <algorithm>

using namespace safecancel;

namespace {

Words sorted(Words words)
{
    std::sort(words.begin(), words.end());
    return words;
}

}  // namespace

TEST_CASE("bash_offers_the_options_of_the_launcher_and_of_each_command")
{
    const TemporaryDirectory stage;
    const auto launcher = installed_launcher(stage);
    auto options = options_in_help(launcher);
    for (const auto *option : {"--stats", "--verbose", "--require", "--version"})
        CHECK(has(options, option));
    options.push_back("--");
    CHECK(sorted(bash_offers({launcher, "--"})) == sorted(options));
    for (const auto &command : commands_of(launcher)) {
        INFO(command);
        CHECK(sorted(bash_offers({launcher, command, "--"})) == sorted(options_in_help(launcher, command)));
        CHECK(has(bash_offers({launcher, command.substr(0, 3)}), command));
    }
}

TEST_CASE("bash_offers_values_of_the_kind_that_help_says")
{
    const TemporaryDirectory stage;
    const auto launcher = stand_in(stage);
    const auto file = stage.write("list/one", "");
    const auto prefix = file.substr(0, file.size() - 2);
    for (const auto *option : {"--suite", "--list"})
        CHECK(bash_offers({launcher, "compare", option, prefix}) == Words{file});
    CHECK(bash_offers({launcher, "inspect", "--kind", "="}) == Words{"all", "some", "none"});
    CHECK(bash_offers({launcher, "inspect", "--kind", "=", "no"}) == Words{"none"});
    CHECK(bash_offers({launcher, "inspect", "--runs", ""}).empty());
    CHECK(bash_offers({launcher, "prove", "--json", ""}) == Words{"accept", "read"});
}

TEST_CASE("bash_offers_processes_units_and_points")
{
    const TemporaryDirectory stage;
    const auto launcher = stand_in(stage);
    const auto pid = std::to_string(getpid());
    CHECK(has(bash_offers({launcher, "stats", pid.substr(0, 1)}), pid));
    CHECK(has(bash_offers({launcher, "inspect", pid}), pid));
    CHECK(bash_offers({launcher, "prove", "re"}) == Words{"read"});
    CHECK(bash_offers({launcher, "doctor", ""}).empty());

    const auto systemctl = stage.write("bin/systemctl", "#!/bin/sh\necho 'one.service enabled'\necho 'two.socket static'\n", 0755);
    const auto path = std::string("PATH=") + (stage.path() / "bin").string() + ":" + getenv("PATH");
    REQUIRE(putenv(const_cast<char *>(path.c_str())) == 0);
    for (const auto *command : {"enable", "disable"})
        CHECK(bash_offers({launcher, command, ""}) == Words{"one.service"});
}

TEST_CASE("bash_offers_programs_and_what_they_take")
{
    const TemporaryDirectory stage;
    const auto launcher = stand_in(stage);
    for (const auto &before : {Words{launcher}, Words{launcher, "--stats"}, Words{launcher, "--"},
                               Words{launcher, "compare"}, Words{launcher, "compare", "--json", "--"}}) {
        auto line = before;
        line.push_back("slee");
        CHECK(has(bash_offers(line), "sleep"));
    }
    const auto file = stage.write("list/one", "");
    CHECK(bash_offers({launcher, "cat", file.substr(0, file.size() - 1)}) == Words{file});

    const std::string library = "/usr/share/bash-completion/bash_completion";
    if (!std::filesystem::exists(library))
        SC_SKIP("no bash-completion: scripts/setup");
    CHECK(bash_offers({launcher, "ls", "--alm"}, library) == Words{"--almost-all"});
    CHECK(bash_offers({launcher, "--", "ls", "--alm"}, library) == Words{"--almost-all"});
    CHECK(bash_offers({launcher, "compare", "--", "ls", "--alm"}, library) == Words{"--almost-all"});
}
