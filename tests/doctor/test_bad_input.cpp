/* SPDX-License-Identifier: MIT */
/* One line that names what was wrong, and the documented status. */
#include "catch.hpp"
#include "doctor.h"

using namespace safecancel;

namespace {

void check_refused(const std::vector<std::string> &arguments, int status, const std::string &said)
{
    const Outcome outcome = run(doctor(arguments));
    INFO(said << outcome.describe());
    CHECK(outcome.exited(status));
    CHECK(outcome.out.empty());
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find("safecancel doctor: ") == 0);
    CHECK(outcome.err.find(said) != std::string::npos);
}

}  // namespace

TEST_CASE("what_cannot_be_used_is_refused_in_one_line", "[bad_input]")
{
    const TemporaryDirectory stage;
    const std::string text = stage.write("text", "no ELF"), directory = stage.path().string();
    check_refused({"--library", "/no/such/file"}, 2, "/no/such/file");
    check_refused({"--library", directory}, 2, "no regular file");
    check_refused({"--probe", "/no/such/file"}, 2, "--probe /no/such/file");
    check_refused({"--probe", text}, 2, "is no program");
    check_refused({"--probe", directory}, 2, "is no program");
    check_refused({"--preload", "/no/such/file"}, 2, "--preload /no/such/file");
    check_refused({"--preload", directory}, 2, "--preload");
    check_refused({"--preload", "a b"}, 2, "cannot be preloaded");
    check_refused({"--quick", "--preload", text}, 2, "the loader does not load");
    check_refused({"--quick", "--preload", "no-such-object.so"}, 2, "no-such-object.so");
    check_refused({"--frobnicate"}, 2, "--frobnicate");
    check_refused({"--only", "D9"}, 2, "--only D9");
    check_refused({"surplus"}, 2, "surplus");
    check_refused({"--defects", "--no-defects"}, 2, "--defects");
}

TEST_CASE("a_probe_that_is_none_is_no_answer", "[bad_input]")
{
    check_refused({"--quick", "--probe", "/bin/true"}, 3, "/bin/true idle");
    check_refused({"--quick", "--probe", "/bin/false"}, 3, "status 1");
}

TEST_CASE("an_object_that_says_nothing_is_no_answer", "[bad_input]")
{
    /* Something else by that name. */
    const TemporaryDirectory stage;
    const Outcome outcome = run(doctor({"--quick", "--library", stage.copy(SAFECANCEL_AGREEING, "libsafecancel.so")}));
    INFO(outcome.describe());
    CHECK(outcome.exited(3));
    CHECK(outcome.err.find("did not say at which level") != std::string::npos);
}

TEST_CASE("help_tells_options_and_statuses", "[bad_input]")
{
    const Outcome outcome = run(doctor({"--help"}));
    CHECK(outcome.exited(0));
    for (const char *word : {"--json", "--defects", "--quick", "--preload", "Exit status: 0"})
        CHECK(outcome.out.find(word) != std::string::npos);
}
