/* SPDX-License-Identifier: MIT */
/* A program that does one thing otherwise with the shim: that is found, and nothing else. */
#include "tool.h"

using namespace safecancel;

#define SC_NEEDS_TRACING(comparison)                                        \
    if (aspect(comparison, "descriptors at exit").at("verdict") == "not seen") \
    SC_SKIP("ptrace is not permitted here")

namespace {

/* The one aspect in which `subject WHAT` differs. */
struct Kind {
    const char *what, *aspect, *without, *with;
};

constexpr Kind kinds[] = {
    {"status", "exit status", "exit status 0", "exit status 3"},
    {"signal", "exit status", "exit status 0", "signal 10 (User defined signal 1)"},
    {"error", "standard error", "fine", "trouble"},
    {"descriptor", "descriptors at exit", nullptr, "/dev/null"},
    {"thread", "threads at exit", nullptr, "extra"},
    {"binary", "standard output", nullptr, nullptr},
    {"much", "standard output", nullptr, nullptr},
};

} // namespace

TEST_CASE("each_kind_of_difference_is_found", "[kinds]")
{
    const Desk desk;
    for (const Kind &kind : kinds) {
        INFO(kind.what);
        int status = -1;
        const Json comparison = desk.compare(kind.what, status);
        INFO(comparison.dump(1));
        SC_NEEDS_TRACING(comparison);
        CHECK(status == 1);
        CHECK(different(comparison) == kind.aspect);
        const Json found = aspect(comparison, kind.aspect);
        CHECK(found.at("differing_runs") == comparison.at("runs"));
        if (kind.without != nullptr)
            CHECK(found.at("differences").at(0).at("without") == Json::array({kind.without}));
        if (kind.with != nullptr)
            CHECK(found.at("differences").at(0).at("with") == Json::array({kind.with}));
    }
}

TEST_CASE("differing_lines_are_told_one_by_one", "[kinds]")
{
    const Desk desk;
    int status = -1;
    const Json comparison = desk.compare("lines", status);
    const Json differences = aspect(comparison, "standard output").at("differences");
    INFO(differences.dump(1));
    CHECK(status == 1);
    REQUIRE(differences.size() == 2);
    CHECK(differences.at(0) == Json({{"line", 2}, {"without", {"beta"}}, {"with", Json::array()}}));
    CHECK(differences.at(1) == Json({{"line", 4}, {"without", {"delta"}}, {"with", {"DELTA"}}}));
}

TEST_CASE("more_system_calls_are_found_and_only_when_asked_for", "[kinds]")
{
    const Desk desk;
    for (const char *what : {"calls", "children_calls"}) {
        int status = -1;
        CHECK(!desk.compare(what, status).at("differs"));
        CHECK(status == 0);
        const auto outcome = run(desk.command({"--strace", "--json", "--", subject(), what}));
        if (outcome.exited(77))
            SC_SKIP("ptrace is not permitted here");
        const Json comparison = Json::parse(outcome.out, nullptr, false);
        INFO(outcome.describe());
        CHECK(outcome.exited(1));
        CHECK(different(comparison) == "system calls");
        const Json found = aspect(comparison, "system calls").at("differences");
        REQUIRE(found.size() == 1);
        CHECK(found.at(0).at("without") == Json::array({"getppid 10"}));
        CHECK(found.at(0).at("with") == Json::array({"getppid 12"}));
    }
}

TEST_CASE("calls_before_the_first_instruction_are_told_apart", "[kinds]")
{
    const Desk desk;
    const auto outcome = run(desk.command({"--strace", "--json", "--", subject(), "same"}));
    if (outcome.exited(77))
        SC_SKIP("ptrace is not permitted here");
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    const Json calls = aspect(Json::parse(outcome.out, nullptr, false), "system calls");
    CHECK(calls.at("verdict") == "same");
    const auto note = calls.at("note").get<std::string>();
    long without = 0, with = 0;
    REQUIRE(sscanf(note.c_str(), "before the first instruction, not compared: %ld without, %ld with", &without, &with) == 2);
    CHECK(without > 10);
    CHECK(with > without + 20); // it arms: the subject makes threads
}

TEST_CASE("a_program_that_hangs_with_the_shim_is_ended", "[kinds]")
{
    const Desk desk;
    int status = -1;
    const Json comparison = desk.compare("hangs", status, {"--timeout", "3", "--runs", "1"});
    INFO(comparison.dump(1));
    CHECK(status == 1);
    CHECK(aspect(comparison, "exit status").at("differences").at(0).at("with") ==
          Json::array({"still running after 3 s"}));
}

TEST_CASE("time_and_memory_matter_beyond_a_limit_only", "[kinds]")
{
    const Desk desk;
    int status = -1;
    for (const auto &[what, limit, name] : {std::tuple{"slow", "--time-limit", "processor time"},
                                            std::tuple{"memory", "--memory-limit", "memory"}}) {
        INFO(what);
        Json comparison = desk.compare(what, status);
        CHECK(status == 0);
        CHECK(measure(comparison, name).at("ratio").get<double>() > 4);
        CHECK(!measure(comparison, name).at("matters"));

        comparison = desk.compare(what, status, {limit, "3"});
        CHECK(status == 1);
        CHECK(measure(comparison, name).at("matters"));

        comparison = desk.compare(what, status, {limit, "1000"});
        CHECK(status == 0);
    }
}
