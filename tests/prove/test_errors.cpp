/* SPDX-License-Identifier: MIT */
/* Requests that make a point fail with ECANCELED: once, and with nothing lost, at every instruction. */
#include "tool.h"

using namespace safecancel;

namespace {

/* Nothing is amiss. */
void check_clean(const Desk &desk, const Json &proof, const Outcome &outcome)
{
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    for (const char *what : {"lost", "missed", "twice", "broken", "not_unwound"}) {
        INFO(what);
        CHECK(counted(proof, "shim", what) == 0);
    }
    CHECK(desk.left().empty());
}

bool only(const std::string &runs, const char *letters)
{
    return !runs.empty() && runs.find_first_not_of(letters) == std::string::npos;
}

}  // namespace

/* readv and not read, which is also played with both threads held. */
TEST_CASE("error_is_given_once_at_any_instruction", "[errors]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--errors=interrupt", "readv", "poll", "accept"}, outcome);
    SC_TRACED(outcome);
    check_clean(desk, proof, outcome);
    CHECK(counted(proof, "shim", "stopped_at") == counted(proof, "shim", "instructions"));
    for (const char *row : {"readv", "accept"}) {
        /* Fails up to the system call; from there on the result is the caller's, and the next point fails. */
        const std::string one = classes(proof, row, "shim", "completes, interrupt", "request");
        INFO(row << ": " << one);
        const auto kept = one.find('k');
        REQUIRE(kept != std::string::npos);
        CHECK(kept > 5);
        CHECK(only(one.substr(0, kept), "a"));
        CHECK(only(one.substr(kept), "k"));
        CHECK(only(classes(proof, row, "shim", "blocks, interrupt", "request"), "a"));
    }
}

TEST_CASE("error_is_given_to_a_disabled_thread_that_was_cancelled", "[errors]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--errors=interrupt", "readv"}, outcome);
    SC_TRACED(outcome);
    check_clean(desk, proof, outcome);
    const std::string usual = classes(proof, "readv", "shim", "blocks, interrupt", "request");
    const std::string disabled = classes(proof, "readv", "shim", "blocks, interrupt-disabled", "request");
    CHECK(only(disabled, "a"));
    CHECK(disabled.size() > usual.size() + 20); /* it goes through the thunk's other half */
}

TEST_CASE("error_is_given_inside_libc_at_any_instruction", "[errors]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--errors=interrupt", "--positions", "100000", "fgets"}, outcome);
    SC_TRACED(outcome);
    check_clean(desk, proof, outcome);
    CHECK(counted(proof, "shim", "stopped_at") == counted(proof, "shim", "instructions"));
    CHECK(only(classes(proof, "fgets", "shim", "blocks, interrupt", "request"), "a"));
    CHECK(only(classes(proof, "fgets", "shim", "completes, interrupt", "request"), "ak"));
}

TEST_CASE("cancel_of_a_masked_thread_is_one_error", "[errors]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--errors=masked", "read", "poll", "accept", "fgets", "--positions", "200"}, outcome);
    SC_TRACED(outcome);
    check_clean(desk, proof, outcome);
    CHECK(proof.at("requests") == Json::array({"masked"}));
    for (const char *row : {"read", "poll", "accept", "fgets"})
        CHECK(only(classes(proof, row, "shim", "blocks, masked", "request"), "a"));
    CHECK(only(classes(proof, "read", "shim", "blocks, masked", "request in a user handler that calls a point"), "ak"));
}

TEST_CASE("handler_breaks_the_point_it_interrupts_at_any_instruction", "[errors]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--errors=break", "read", "poll", "accept", "fgets", "--positions", "200"}, outcome);
    SC_TRACED(outcome);
    check_clean(desk, proof, outcome);
    for (const char *row : {"read", "poll", "accept", "fgets"})
        CHECK(only(classes(proof, row, "shim", "blocks, break", "request"), "a"));
}

TEST_CASE("error_is_not_given_to_a_call_with_a_part_done", "[errors]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--errors=interrupt", "write", "close"}, outcome);
    SC_TRACED(outcome);
    check_clean(desk, proof, outcome);
    CHECK(classes(proof, "write", "shim", "partial, interrupt", "request").back() == 'k');
    CHECK(only(classes(proof, "close", "shim", "completes, interrupt", "request"), "k"));
}

TEST_CASE("kind_of_error_and_what_is_left_out_are_told", "[errors]")
{
    const Desk desk;
    const Outcome outcome = run(desk.command({"--errors=break", "fsync", "cnd_wait"}));
    SC_TRACED(outcome);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("all 2 points (break)") != std::string::npos);
    CHECK(outcome.out.find("skipped: waits for a futex inside libc") != std::string::npos);
    CHECK(outcome.out.find("twice") != std::string::npos);
}
