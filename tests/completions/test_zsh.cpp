/* SPDX-License-Identifier: MIT */
/* Completion in zsh, typed at a pseudo-terminal. */
#include "catch.hpp"
#include "shells.h"

#include <unistd.h>

#include <algorithm>

using namespace safecancel;

#define NEEDS_ZSH() \
    if (!is_there("zsh")) \
    SC_SKIP("no zsh: scripts/setup")

namespace {

Words sorted(Words words)
{
    std::sort(words.begin(), words.end());
    return words;
}

}  // namespace

TEST_CASE("zsh_offers_the_options_of_the_launcher_and_of_each_command")
{
    NEEDS_ZSH();
    const TemporaryDirectory stage;
    const auto launcher = installed_launcher(stage);
    auto options = options_in_help(launcher);
    options.push_back("--");
    CHECK(sorted(zsh_offers(stage, {launcher, "--"})) == sorted(options));
    for (const auto &command : commands_of(launcher)) {
        INFO(command);
        auto expected = options_in_help(launcher, command);
        CHECK(sorted(zsh_offers(stage, {launcher, command, "--"})) == sorted(expected));
    }
}

TEST_CASE("zsh_offers_values_processes_and_points")
{
    NEEDS_ZSH();
    const TemporaryDirectory stage;
    const auto launcher = stand_in(stage);
    const auto file = stage.write("list/one", "");
    CHECK(zsh_offers(stage, {launcher, "compare", "--suite", file.substr(0, file.size() - 2)}) == Words{file});
    CHECK(zsh_offers(stage, {launcher, "inspect", "--kind", "n"}) == Words{"none"});
    CHECK(zsh_offers(stage, {launcher, "inspect", "--kind=n"}) == Words{"--kind=none"});
    CHECK(zsh_offers(stage, {launcher, "prove", "--json", "re"}) == Words{"read"});
    const auto pid = std::to_string(getpid());
    CHECK(has(zsh_offers(stage, {launcher, "stats", pid}), pid));
}

TEST_CASE("zsh_offers_programs_and_what_they_take")
{
    NEEDS_ZSH();
    const TemporaryDirectory stage;
    const auto launcher = stand_in(stage);
    for (const auto &before : {Words{launcher}, Words{launcher, "--"}, Words{launcher, "compare", "--"}}) {
        auto line = before;
        line.push_back("slee");
        CHECK(has(zsh_offers(stage, line), "sleep"));
        line.back() = "ls";
        line.push_back("--alm");
        CHECK(zsh_offers(stage, line) == Words{"--almost-all"});
    }
}
