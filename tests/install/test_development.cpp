/* SPDX-License-Identifier: MIT */
/* Other projects find the installed header, by pkg-config and by CMake, and build the installed example with it. */
#include "catch.hpp"
#include "stage.h"

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

/* Installs this build below the stage and moves it elsewhere; returns the prefix. */
fs::path install_and_move(const TemporaryDirectory &stage)
{
    const auto prefix = stage.path() / "prefix", moved = stage.path() / "moved";
    const auto outcome = run(Command{{SAFECANCEL_CMAKE, "--install", SAFECANCEL_BUILD, "--prefix", prefix}});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    fs::rename(prefix, moved);
    return moved;
}

std::string example(const fs::path &prefix)
{
    return prefix / "share/doc/safecancel/docs/examples/transfer.c";
}

Outcome succeed(const Command &command)
{
    const auto outcome = run(command);
    INFO(command.argv.front() << ": " << outcome.describe());
    REQUIRE(outcome.exited(0));
    return outcome;
}

/* The example says that there is no object; with the launcher it leaks nothing, once the object has the functions. */
void check_runs(const fs::path &prefix, const std::string &program)
{
    const auto without = run(Command{{program, "interrupt", "20"}});
    INFO(without.describe());
    CHECK(without.exited(77));
    CHECK(without.err == "transfer: libsafecancel.so is not preloaded, or stands aside\n");
    const auto exported = succeed(Command{{"nm", "-D", "--defined-only", shim_path()}}).out;
    const auto with = run(Command{{prefix / "bin/safecancel", "--require", program, "interrupt", "20"}});
    INFO(with.describe());
    if (exported.find(" safecancel_v1_available") == std::string::npos)
        CHECK(with.exited(77));
    else
        CHECK(with.exited(0));
}

}  // namespace

TEST_CASE("installation_has_the_header_and_its_guide")
{
    const TemporaryDirectory stage;
    const auto prefix = install_and_move(stage);
    for (const auto *file : {"include/safecancel/safecancel.h", "docs/ecanceled.md", "docs/examples/transfer.c"}) {
        const auto below = std::string(file).find("docs/") == 0 ? prefix / "share/doc/safecancel" : prefix;
        INFO(file);
        CHECK(content_of(below / file) == content_of(fs::path(SAFECANCEL_SOURCE) / file));
    }
}

TEST_CASE("installation_has_the_manual_and_the_completions")
{
    const TemporaryDirectory stage;
    const auto share = install_and_move(stage) / "share";
    size_t pages = 0;
    for (const auto &page : fs::directory_iterator(SAFECANCEL_SOURCE "/man")) {
        const auto section = page.path().extension().string();
        if (section == ".txt")
            continue;
        INFO(page.path());
        CHECK(content_of(share / "man" / ("man" + section.substr(1)) / page.path().filename()) == content_of(page.path()));
        ++pages;
    }
    CHECK(pages >= 11);
    CHECK(content_of(share / "bash-completion/completions/safecancel") ==
          content_of(SAFECANCEL_SOURCE "/completions/bash/safecancel"));
    CHECK(content_of(share / "zsh/site-functions/_safecancel") ==
          content_of(SAFECANCEL_SOURCE "/completions/zsh/_safecancel"));
    CHECK(fs::exists(share / "doc/safecancel/LICENSE"));
    CHECK(fs::exists(share / "doc/safecancel/copyright"));
}

TEST_CASE("pkg_config_finds_the_header")
{
    if (!run(Command{{"sh", "-c", "command -v pkg-config"}}).exited(0))
        SC_SKIP("no pkg-config: scripts/setup");
    const TemporaryDirectory stage;
    const auto prefix = install_and_move(stage);
    const auto ask = [&](const std::string &option) {
        Command command{{"pkg-config", option, "safecancel"}};
        command.environment = {"PKG_CONFIG_PATH=" + (prefix / "share/pkgconfig").string()};
        auto answer = succeed(command).out;
        answer.erase(answer.find_last_not_of(" \n") + 1);
        return answer;
    };
    CHECK(ask("--modversion") == SAFECANCEL_VERSION);
    CHECK(ask("--libs").empty());
    const auto flags = ask("--cflags");
    REQUIRE(flags.find("-I") == 0);
    CHECK(fs::canonical(flags.substr(2)) == prefix / "include");
    const std::string program = stage.path() / "transfer";
    succeed(Command{{SAFECANCEL_CC, flags, "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread",
                     example(prefix), "-o", program}});
    check_runs(prefix, program);
}

TEST_CASE("CMake_finds_the_package")
{
    const TemporaryDirectory stage;
    const auto prefix = install_and_move(stage);
    stage.write("project/CMakeLists.txt",
                "cmake_minimum_required(VERSION 3.18)\n"
                "project(other LANGUAGES C)\n"
                "find_package(safecancel " SAFECANCEL_VERSION " REQUIRED CONFIG)\n"
                "find_package(Threads REQUIRED)\n"
                "add_executable(transfer transfer.c)\n"
                "target_link_libraries(transfer PRIVATE safecancel::safecancel Threads::Threads)\n");
    stage.copy(example(prefix), "project/transfer.c");
    const auto build = stage.path() / "build";
    succeed(Command{{SAFECANCEL_CMAKE, "-S", stage.path() / "project", "-B", build,
                     "-DCMAKE_PREFIX_PATH=" + prefix.string(), "-DCMAKE_C_COMPILER=" SAFECANCEL_CC}});
    succeed(Command{{SAFECANCEL_CMAKE, "--build", build}});
    check_runs(prefix, build / "transfer");
}

TEST_CASE("CMake_refuses_a_version_that_is_not_there")
{
    const TemporaryDirectory stage;
    const auto prefix = install_and_move(stage);
    stage.write("project/CMakeLists.txt", "cmake_minimum_required(VERSION 3.18)\nproject(other LANGUAGES NONE)\n"
                                          "find_package(safecancel 1.0 REQUIRED CONFIG)\n");
    const auto outcome = run(Command{{SAFECANCEL_CMAKE, "-S", stage.path() / "project", "-B", stage.path() / "build",
                                      "-DCMAKE_PREFIX_PATH=" + prefix.string()}});
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(outcome.err.find("version: " SAFECANCEL_VERSION) != std::string::npos);
}
