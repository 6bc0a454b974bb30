/* SPDX-License-Identifier: MIT */
/* Bad input gets one line and its exit status; nothing is left. */
#include "tool.h"

using namespace safecancel;

namespace {

/* One line on standard error that holds `part`, nothing on standard output. */
void check_refusal(const Desk &desk, const Outcome &outcome, int status, const std::string &part)
{
    INFO(outcome.describe());
    CHECK(outcome.exited(status));
    CHECK(outcome.out.empty());
    CHECK(outcome.err.rfind("safecancel prove: ", 0) == 0);
    CHECK(outcome.err.find('\n') == outcome.err.size() - 1);
    CHECK(outcome.err.find(part) != std::string::npos);
    CHECK(desk.left().empty());
}

}  // namespace

TEST_CASE("wrong_usage_is_told_in_one_line", "[usage]")
{
    const struct {
        std::vector<std::string> arguments;
        std::string part;
    } cases[] = {
        {{"raed"}, "raed: no such point"},
        {{"read", "open:old"}, "open:old: no such point"},
        {{"--nonsense"}, "--nonsense"},
        {{"--stock", "--shim"}, "excludes"},
        {{"--stock", "--both"}, "excludes"},
        {{"--stock", "--errors"}, "excludes"},
        {{"--errors=none", "read"}, "--errors"},
        {{"--jobs", "0"}, "--jobs"},
        {{"--jobs", "many"}, "--jobs"},
        {{"--positions", "3"}, "--positions"},
        {{"--part", "3"}, "--part"},
        {{"--part", "5/4"}, "--part"},
        {{"--part", "0/4"}, "--part"},
        {{"read", "--json", "/nowhere/proof.json"}, "/nowhere/proof.json: cannot be written"},
        {{"read", "--html", "/nowhere/proof.html"}, "/nowhere/proof.html: cannot be written"},
        {{"read", "--library", "/nowhere/lib.so"}, "/nowhere/lib.so: no such file"},
    };
    const Desk desk;
    for (const auto &one : cases)
        check_refusal(desk, run(desk.command(one.arguments)), 2, one.part);
}

TEST_CASE("object_that_cannot_be_armed_is_no_proof", "[usage]")
{
    const Desk desk;
    std::filesystem::copy_file(shim_path(), desk.file("libsafecancel.so")); /* without its audit */
    const Outcome outcome = run(desk.command({"read", "--library", desk.file("libsafecancel.so")}));
    SC_TRACED(outcome);
    check_refusal(desk, outcome, 3, "does not start: safecancel: off: no audit");
}

TEST_CASE("missing_stage_is_told", "[usage]")
{
    const Desk desk;
    check_refusal(desk, run(desk.command({"read", "--stage", desk.file("nothing")})), 3, "is missing");
}

TEST_CASE("without_ptrace_it_is_skipped_not_passed", "[usage]")
{
    const Desk desk;
    Command command = desk.command({"read"});
    command.argv.insert(command.argv.begin(), SAFECANCEL_NO_PTRACE);
    check_refusal(desk, run(command), 77, "ptrace is not permitted here");
}

TEST_CASE("list_names_every_row", "[usage]")
{
    const Desk desk;
    const Outcome outcome = run(desk.command({"--list"}));
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("read blocks fail") != std::string::npos);
    CHECK(outcome.out.find("sem_wait") != std::string::npos);
}

TEST_CASE("help_tells_the_exit_status_and_how_to_run_a_program_called_prove", "[usage]")
{
    const Desk desk;
    const Outcome outcome = run(desk.command({"--help"}));
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("Exit status: 0") != std::string::npos);
    CHECK(outcome.out.find("safecancel -- prove") != std::string::npos);
}
