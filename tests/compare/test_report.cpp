/* SPDX-License-Identifier: MIT */
/* What people read: the report of one program, and a suite. */
#include "tool.h"

using namespace safecancel;

TEST_CASE("the_report_shows_the_first_differing_lines", "[report]")
{
    const Desk desk;
    const auto outcome = run(desk.command({"--", subject(), "lines"}));
    INFO(outcome.out);
    CHECK(outcome.exited(1));
    CHECK(outcome.err.empty());
    CHECK(fits(outcome.out));
    CHECK(contains(outcome.out, "  standard output      DIFFERENT         4 lines; differs in 5 of 5 runs\n"));
    CHECK(contains(outcome.out, "standard output: - without, + with the shim\n"
                                "  @@ line 2 @@\n  -beta\n  @@ line 4 @@\n  -delta\n  +DELTA\n"));
    CHECK(contains(outcome.out, "There are differences."));
}

TEST_CASE("bytes_that_cannot_be_printed_are_shown_in_hexadecimal", "[report]")
{
    const Desk desk;
    const auto outcome = run(desk.command({"--", subject(), "binary"}));
    INFO(outcome.out);
    CHECK(contains(outcome.out, "  -\\x00\\x01\\xff\n  +\\x00\\x01\\xff [no newline]\n"));
}

TEST_CASE("a_suite_has_a_table_and_a_summary", "[report]")
{
    const Desk desk;
    const auto suite = desk.write("suite", "# three\nfirst: " + subject() + " same\n\nsecond one: --ignore '^x' -- " + subject() +
                                               " status\n  third: --ignore '^beta$|^(delta|DELTA)$' -- " + subject() + " lines\n");
    const auto outcome = run(desk.command({"--runs", "2", "--suite", suite}));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(fits(outcome.out));
    CHECK(contains(outcome.out, "  first       same "));
    CHECK(contains(outcome.out, "  second one  DIFFERENT "));
    CHECK(contains(outcome.out, "  third       same "));
    CHECK(contains(outcome.out, "== second one: "));
    CHECK(contains(outcome.out, "  -exit status 0\n  +exit status 3\n"));
    CHECK(contains(outcome.out, "3 programs: 2 without a difference that matters, 1 different, 0 not compared\n"));
}

TEST_CASE("a_suite_goes_on_past_what_cannot_be_compared", "[report]")
{
    const Desk desk;
    const auto suite = desk.write("suite", "gone: /no/such/program\nthere: " + subject() + " same\n");
    auto outcome = run(desk.command({"--runs", "1", "--suite", suite}));
    INFO(outcome.describe());
    CHECK(outcome.exited(3));
    CHECK(contains(outcome.out, "  gone     not compared"));
    CHECK(contains(outcome.out, "/no/such/program: not found"));
    CHECK(contains(outcome.out, "  there    same"));

    outcome = run(desk.command({"--runs", "1", "--json", "--suite", suite}));
    CHECK(outcome.exited(3));
    const Json json = Json::parse(outcome.out, nullptr, false);
    REQUIRE(json.at("programs").size() == 2);
    CHECK(contains(json.at("programs").at(0).at("refused").get<std::string>(), "not found"));
    CHECK(json.at("not_compared") == 1);
    CHECK(json.at("different") == 0);
}

TEST_CASE("a_suites_line_adds_to_what_is_ignored_and_overrides_the_rest", "[report]")
{
    const Desk desk;
    const auto suite = desk.write("suite", "a: --runs 2 --ignore '^beta$' -- " + subject() + " lines\n");
    const auto outcome = run(desk.command({"--runs", "1", "--ignore", "^(delta|DELTA)$", "--json", "--suite", suite}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(Json::parse(outcome.out, nullptr, false).at("programs").at(0).at("runs") == 2);
}

TEST_CASE("the_words_of_a_suite_are_quoted_as_for_a_shell", "[report]")
{
    const Desk desk;
    const auto suite = desk.write("suite", "a: printf '%s|' \"b  c\" d\\ e '' \"\\\"\" '$HOME' \n");
    const auto outcome = run(desk.command({"--runs", "1", "--json", "--suite", suite}));
    INFO(outcome.describe());
    const Json json = Json::parse(outcome.out, nullptr, false);
    CHECK(json.at("programs").at(0).at("command") == Json({"printf", "%s|", "b  c", "d e", "", "\"", "$HOME"}));
}
