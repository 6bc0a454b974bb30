/* SPDX-License-Identifier: MIT */
/* Wrong usage and bad input: one line, and the status that is documented. */
#include <algorithm>
#include <random>

#include "tool.h"

using namespace safecancel;

namespace {

struct Refused {
    std::vector<std::string> arguments;
    int status;
    const char *part; /* of the line */
};

void check_refused(const Desk &desk, const Refused &refused)
{
    const auto outcome = run(desk.command(refused.arguments));
    INFO(outcome.describe());
    CHECK(outcome.exited(refused.status));
    CHECK(outcome.out.empty());
    CHECK(contains(outcome.err, refused.part));
    CHECK(outcome.err.starts_with("safecancel compare: "));
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
}

} // namespace

TEST_CASE("wrong_usage_is_one_line", "[usage]")
{
    const Desk desk;
    const std::string program = subject();
    const auto text = desk.write("text", "no program\n");
    const Refused all[] = {
        {{}, 2, "no program is named"},
        {{"--"}, 2, "no program is named"},
        {{"--suite", text, "--", program}, 2, "a program and a suite"},
        {{"--nonsense", "--", program}, 2, "--nonsense"},
        {{"--runs", "0", "--", program}, 2, "--runs"},
        {{"--timeout", "soon", "--", program}, 2, "--timeout"},
        {{"--ignore", "(", "--", program}, 2, "--ignore (: "},
        {{"--stdin", "missing", "--", program}, 2, "missing: No such file or directory"},
        {{"--", "no-such-program"}, 3, "no-such-program: not found"},
        {{"--", "/"}, 3, "/: Permission denied"},
        {{"--", text}, 3, "Permission denied"},
        {{"--timeout", "0.2", "--", "sleep", "9"}, 3, "still running after 0.2 s without the shim"},
        {{"--", "env", "-u", "LD_PRELOAD", program}, 3, "the shim is not loaded"},
    };
    for (const Refused &each : all)
        check_refused(desk, each);
    auto wrong = desk.command({"--", program});
    wrong.argv[3] = "missing.so";
    CHECK(run(wrong).exited(2));
}

TEST_CASE("an_unreadable_suite_is_one_line_with_its_number", "[usage]")
{
    const Desk desk;
    const auto suite = [&](const std::string &content) { return desk.write("suite", content); };
    const std::pair<std::string, const char *> all[] = {
        {"", "names no program"},
        {"# nothing\n\n", "names no program"},
        {"# one\n\nname only\n", "suite:3: \"name only\" has no name"},
        {"a: true\nb:\n", "suite:2: "},
        {"a: true\nb: \n", "suite:2: no program is named"},
        {"a: true\na: false\n", "suite:2: a is the name of an earlier line"},
        {"a: sh -c 'true\n", "suite:1: a ' is not closed"},
        {"a: --nonsense -- true\n", "suite:1: "},
        {"a: --runs 3\n", "suite:1: no program is named"},
        {"a: --ignore ( -- true\n", "suite:1: --ignore (: "},
        {std::string("a: true\n\x7f" "ELF\0\1\2\n", 16), "suite:2: "},
        {"\x1b[31m: true\n", "suite:1: the name is not printable"},
        {std::string(100000, 'x'), "suite:1: this is no text"},
    };
    for (const auto &[content, part] : all)
        check_refused(desk, {{"--suite", suite(content)}, 2, part});
    check_refused(desk, {{"--suite", "missing"}, 2, "missing: No such file or directory"});
    check_refused(desk, {{"--suite", "/"}, 2, "/: is no regular file"});
}

/* Bytes of a suite changed at random; no line keeps what a name ends in, so that nothing is run. */
TEST_CASE("garbled_suites_are_one_line", "[usage]")
{
    const Desk desk;
    std::mt19937 random(1);
    const std::string suite = "first: true\nsecond: --ignore '^x' -- sh -c 'exit 3'\n# a remark\nthird: --runs 2 -- false\n";
    for (int i = 0; i < 100; ++i) {
        std::string garbled = suite;
        for (unsigned changes = random() % 20; changes-- > 0;)
            garbled[random() % garbled.size()] = static_cast<char>(random());
        for (size_t at; (at = garbled.find(": ")) != garbled.npos;)
            garbled[at] = static_cast<char>(random() % 2 == 0 ? ' ' : random() | 0x80);
        INFO(i);
        check_refused(desk, {{"--suite", desk.write("suite", garbled)}, 2, "suite:"});
    }
}

TEST_CASE("help_fits_and_names_the_statuses", "[usage]")
{
    const Desk desk;
    const auto outcome = run(desk.command({"--help"}));
    INFO(outcome.out);
    CHECK(outcome.exited(0));
    CHECK(fits(outcome.out));
    CHECK(contains(outcome.out, "Exit status: 0 no difference"));
}
