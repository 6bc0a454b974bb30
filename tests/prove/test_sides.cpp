/* SPDX-License-Identifier: MIT */
/* What the tool finds: nothing with the shim, the defects without it. */
#include "libc.h"
#include "tool.h"

using namespace safecancel;

namespace {

const std::string at_each = "cancel", restart = "cancel in a user handler, SA_RESTART";

}  // namespace

/* readv and not read, which is also played with both threads held: that takes its time, and is part of everything. */
TEST_CASE("shim_loses_nothing_at_any_instruction", "[sides]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"readv", "open", "close", "sem_wait"}, outcome);
    SC_TRACED(outcome);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    CHECK(counted(proof, "shim", "lost") == 0);
    CHECK(counted(proof, "shim", "missed") == 0);
    CHECK(counted(proof, "shim", "broken") == 0);
    CHECK(counted(proof, "shim", "not_unwound") == 0);
    CHECK(counted(proof, "shim", "instructions") > 100);
    CHECK(counted(proof, "shim", "stopped_at") == counted(proof, "shim", "instructions"));
    CHECK(counted(proof, "shim", "unwound") > 300);
    CHECK(desk.left().empty());

    /* Acted upon up to the system call, kept from there on, and never the other way round. */
    const std::string one = classes(proof, "readv", "shim", "completes", at_each);
    INFO(one);
    CHECK(one.size() > 12);
    CHECK(one.find('k') != std::string::npos);
    CHECK(one.substr(0, one.find('k')).find_first_not_of('a') == std::string::npos);
    CHECK(one.substr(one.find('k')).find_first_not_of('k') == std::string::npos);
}

TEST_CASE("each_variant_and_situation_is_played", "[sides]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"write"}, outcome);
    SC_TRACED(outcome);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    for (const char *variant : {"cancel", "cancel and an unneeded signal 32", "two cancels",
                                "cancel, then a user signal", "a user signal, then cancel",
                                "canceller held, the thread runs on"})
        for (const char *situation : {"completes", "blocks"}) {
            INFO(variant << ", " << situation);
            CHECK(classes(proof, "write", "shim", situation, variant).size() > 10);
        }
    CHECK(classes(proof, "write", "shim", "blocks", restart).size() > 5);
    CHECK(classes(proof, "write", "shim", "blocks", "cancel in a user handler").size() > 5);
    CHECK(classes(proof, "write", "shim", "fails", at_each).size() > 20);
    /* The last position is the thread asleep with a part written: that part must be told. */
    CHECK(classes(proof, "write", "shim", "partial", at_each).back() == 'k');
}

TEST_CASE("stock_loses_right_behind_the_system_call_up_to_2_40", "[sides]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--stock", "readv", "accept"}, outcome);
    SC_TRACED(outcome);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    for (const char *row : {"readv", "accept"}) {
        const std::string one = classes(proof, row, "stock", "completes", at_each);
        INFO(row << ": " << one);
        if (!libc_loses_results()) {
            CHECK(one.find('L') == std::string::npos);
            continue;
        }
        const auto first = one.find('L');
        REQUIRE(first != std::string::npos);
        CHECK(one.substr(0, first).find_first_not_of('a') == std::string::npos);
        CHECK(one.back() == 'k');
    }
}

/* D2 up to 2.40: acted upon inside the handler.  D3 from 2.41 on: not acted upon at all. */
TEST_CASE("stock_fails_under_a_user_handler", "[sides]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--stock", "readv", "sem_wait"}, outcome);
    SC_TRACED(outcome);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    for (const char *row : {"readv", "sem_wait"}) {
        const std::string one = classes(proof, row, "stock", "blocks", restart);
        INFO(row << ": " << one);
        CHECK(one.find(libc_loses_results() ? 'B' : 'M') != std::string::npos);
    }
}

TEST_CASE("what_a_row_lacks_is_told_with_its_reason", "[sides]")
{
    const Desk desk;
    const Outcome outcome = run(desk.command({"fsync"}));
    SC_TRACED(outcome);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("no situation \"blocks\": ") != std::string::npos);
}

/* One worker plays both sides in turn, of rows inside libc first and then of others. */
TEST_CASE("both_sides_are_played_by_one_worker_in_any_order", "[sides]")
{
    const Desk desk;
    Outcome outcome;
    const Json proof = desk.prove({"--both", "--jobs", "1", "thrd_sleep", "fsync", "close"}, outcome);
    SC_TRACED(outcome);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(counted(proof, "shim", "rows") == 3);
    CHECK(classes(proof, "fsync", "stock", "completes", at_each).size() > 20);
    CHECK(classes(proof, "close", "shim", "completes", at_each).size() > 10);
}
