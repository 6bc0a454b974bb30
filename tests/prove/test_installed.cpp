/* SPDX-License-Identifier: MIT */
/* The tool as users get it: through the launcher, installed and moved. */
#include <fstream>

#include "tool.h"

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

Outcome launch(const Desk &desk, const fs::path &launcher, std::vector<std::string> arguments)
{
    Command command{{launcher}};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environment = {"TMPDIR=" + (desk.path() / "tmp").string(),
                           "PATH=" + desk.path().string() + ":/usr/bin:/bin"};
    command.deadline = std::chrono::minutes(2);
    return run(command);
}

fs::path install(const Desk &desk)
{
    const fs::path prefix = desk.path() / "prefix";
    const Outcome outcome = run(Command{{SAFECANCEL_CMAKE, "--install", SAFECANCEL_BUILD, "--prefix", prefix}});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    return prefix;
}

}  // namespace

TEST_CASE("installed_and_moved_it_proves", "[installed]")
{
    const Desk desk;
    const fs::path moved = desk.path() / "moved";
    fs::rename(install(desk), moved);
    const Outcome outcome = launch(desk, moved / "bin/safecancel", {"prove", "close", "--both"});
    SC_TRACED(outcome);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("all 1 points") != std::string::npos);
    CHECK(desk.left().empty());
}

TEST_CASE("installed_without_its_programs_it_says_so", "[installed]")
{
    const Desk desk;
    const fs::path prefix = install(desk);
    fs::remove(prefix / "libexec/safecancel/safecancel-stage");
    const Outcome without_stage = launch(desk, prefix / "bin/safecancel", {"prove", "close"});
    INFO(without_stage.describe());
    CHECK(without_stage.exited(3));
    CHECK(without_stage.err.find("safecancel-stage is missing: install") != std::string::npos);

    fs::remove(prefix / "libexec/safecancel/safecancel-prove");
    const Outcome without_tool = launch(desk, prefix / "bin/safecancel", {"prove", "close"});
    INFO(without_tool.describe());
    CHECK(without_tool.exited(125));
    CHECK(without_tool.err.find("safecancel-prove is missing: ") != std::string::npos);
}

TEST_CASE("program_called_prove_is_run_after_two_dashes", "[installed]")
{
    const Desk desk;
    const fs::path prefix = install(desk);
    {
        std::ofstream script(desk.file("prove"));
        script << "#!/bin/sh\necho a program, $1\nexit 7\n";
    }
    fs::permissions(desk.file("prove"), fs::perms::owner_all);
    const Outcome outcome = launch(desk, prefix / "bin/safecancel", {"--", "prove", "read"});
    INFO(outcome.describe());
    CHECK(outcome.exited(7));
    CHECK(outcome.out == "a program, read\n");
}
