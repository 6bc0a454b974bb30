/* SPDX-License-Identifier: MIT */
/* The launcher when all is well: the program is run as if by itself, with the object preloaded. */
#include "catch.hpp"
#include "stage.h"

#include <signal.h>

using namespace safecancel;

TEST_CASE("launcher_preloads_the_object")
{
    const auto without = run(Command{{launched()}});
    INFO(without.describe());
    REQUIRE(without.exited(0));
    REQUIRE(has_line(without.out, "mapped=no"));

    const auto with = run(launch({launched()}));
    INFO(with.describe());
    CHECK(with.exited(0));
    CHECK(has_line(with.out, "mapped=yes"));
    CHECK(has_line(with.out, "LD_PRELOAD=" + std::filesystem::canonical(shim_path()).string()));
    CHECK(with.err.empty());
}

TEST_CASE("launcher_becomes_the_program")
{
    Child child(launch({launched(), "exit", "7"}));
    const auto pid = std::to_string(child.pid());
    const auto outcome = child.wait();
    INFO(outcome.describe());
    CHECK(outcome.exited(7));
    CHECK(has_line(outcome.out, "pid=" + pid));
}

TEST_CASE("launcher_lets_a_signal_end_the_program")
{
    const auto outcome = run(launch({launched(), "signal", std::to_string(SIGTERM)}));
    INFO(outcome.describe());
    CHECK(outcome.killed(SIGTERM));
}

TEST_CASE("launcher_passes_arguments_unchanged")
{
    const auto outcome = run(launch({"--", launched(), "a  b", "", "*", "'\"$HOME\\", "--stats"}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "argv0=" + launched()));
    CHECK(has_line(outcome.out, "argv1=a  b"));
    CHECK(has_line(outcome.out, "argv2="));
    CHECK(has_line(outcome.out, "argv3=*"));
    CHECK(has_line(outcome.out, "argv4='\"$HOME\\"));
    CHECK(has_line(outcome.out, "argv5=--stats"));
    CHECK(outcome.out.find("SAFECANCEL_STATS") == std::string::npos);
}

TEST_CASE("launcher_runs_a_program_in_a_path_with_spaces")
{
    const TemporaryDirectory stage;
    const auto outcome = run(launch({stage.copy(launched(), "a b/c: d")}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "mapped=yes"));
}

TEST_CASE("launcher_looks_in_PATH_and_keeps_the_name")
{
    const TemporaryDirectory stage;
    stage.copy(launched(), "second/prog");
    stage.write("first/prog", "not executable", 0644);
    auto command = launch({"prog"});
    command.environment.push_back("PATH=" + (stage.path() / "first").string() + ":" +
                                  (stage.path() / "second").string() + ":" + std::getenv("PATH"));
    auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "argv0=prog"));
}

TEST_CASE("launcher_passes_standard_input")
{
    auto command = launch({"cat"});
    command.input = "one\ntwo\n";
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out == "one\ntwo\n");
}

TEST_CASE("launcher_keeps_LD_PRELOAD_and_comes_last_in_it")
{
    const auto object = std::filesystem::canonical(shim_path()).string();
    auto command = launch({launched()});
    command.environment.push_back("LD_PRELOAD=libm.so.6  " + object + ":libdl.so.2");
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "LD_PRELOAD=libm.so.6:libdl.so.2:" + object));
}

TEST_CASE("launcher_under_itself_preloads_the_object_once")
{
    const auto outcome = run(launch({launcher(), launched()}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "LD_PRELOAD=" + std::filesystem::canonical(shim_path()).string()));
}

TEST_CASE("launcher_puts_the_address_sanitizer_first")
{
    if (launched("_asan").empty())
        SC_SKIP("the compiler has no AddressSanitizer");
    const auto plain = run(with_shim(Command{{launched("_asan")}}));
    INFO(plain.describe());
    REQUIRE(plain.err.find("ASan runtime does not come first") != std::string::npos);

    const auto outcome = run(launch({launched("_asan")}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "mapped=yes"));
    CHECK(outcome.out.find("\nLD_PRELOAD=libasan.so.") != std::string::npos);
}

TEST_CASE("launcher_passes_the_environment_unchanged")
{
    const TemporaryDirectory stage;
    auto command = launch({"env"});
    command.environment.push_back("BASH_ENV=" + stage.write("startup", "echo startup was read\n"));
    command.environment.push_back("BASH_FUNC_od%%=() { echo 0; }");
    command.environment.push_back("not-a-name=kept");
    command.environment.push_back("IFS=x");
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("startup was read") == std::string::npos);
    CHECK(has_line(outcome.out, "BASH_FUNC_od%%=() { echo 0; }"));
    CHECK(has_line(outcome.out, "not-a-name=kept"));
}

TEST_CASE("launcher_options_set_the_settings")
{
    const auto outcome = run(launch({"--stats", "--verbose", "--require", "--", launched()}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "SAFECANCEL_STATS=1"));
    CHECK(has_line(outcome.out, "SAFECANCEL_VERBOSE=1"));
    CHECK(has_line(outcome.out, "SAFECANCEL_REQUIRE=1"));
    CHECK(outcome.err.find("tid at ") != std::string::npos);
    CHECK(outcome.err.find(": 0 requests, 0 acted upon before the call") != std::string::npos);
}

TEST_CASE("launcher_prints_help_and_version")
{
    const auto help = run(Command{{launcher(), "--help"}});
    CHECK(help.exited(0));
    CHECK(help.out.find("Usage: safecancel [OPTIONS] [--] PROGRAM [ARGS...]") == 0);
    for (const auto *option : {"--stats", "--verbose", "--require", "--help", "--version"})
        CHECK(help.out.find(option) != std::string::npos);
    for (const auto &line : lines_of(help.out))
        CHECK(line.size() <= 80);

    const auto version = run(Command{{launcher(), "--version"}});
    CHECK(version.exited(0));
    CHECK(version.out == "safecancel " SAFECANCEL_VERSION "\n");
}
