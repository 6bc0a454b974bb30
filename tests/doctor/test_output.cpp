/* SPDX-License-Identifier: MIT */
/* How it reads: 80 columns, the same as its JSON, colours on a terminal only. */
#include <unistd.h>

#include <map>
#include <regex>

#include "catch.hpp"
#include "doctor.h"

using namespace safecancel;

namespace {

constexpr char escape = '\033';

/* `script` gives the command a terminal. */
Outcome on_terminal(std::vector<std::string> environment)
{
    const Command command = doctor({"--quick"});
    std::string line;
    for (const std::string &word : command.argv)
        line += "'" + word + "' ";
    environment.push_back("TERM=xterm");
    return run({{"script", "-qefc", line, "/dev/null"}, environment, {}, {}, std::chrono::minutes(1)});
}

/* Of two runs; on a busy machine one may have brought about what the other could not. */
bool agree(const std::string &one, const std::string &other)
{
    return one == other || one == "inconclusive" || other == "inconclusive";
}

}  // namespace

TEST_CASE("text_and_json_say_the_same", "[output]")
{
    const Json found = examine({}, 0);
    const Outcome text = run(doctor({}));
    INFO(found.dump(1) << text.describe());
    REQUIRE(text.exited(0));
    std::map<std::string, std::pair<std::string, std::string>> verdicts;
    for (const std::string &line : lines_of(text.out)) {
        std::smatch match;
        if (std::regex_match(line, match, std::regex("  (D[1-8])  .*  (here|not here|inconclusive) +(here|not here|inconclusive)")))
            verdicts[match[1]] = {match[2], match[3]};
    }
    REQUIRE(verdicts.size() == 8);
    for (const auto &[id, pair] : verdicts)
        if (id != "D6") {
            INFO(id);
            CHECK(agree(pair.first, verdict(found, id, "glibc")));
            CHECK(agree(pair.second, verdict(found, id, "shim")));
        }
    const Json &level = found.at("level");
    CHECK(has_line(text.out, "  level       " + level.at("name").get<std::string>()));
    CHECK(text.out.find("cancelhandling at " + std::to_string(level.at("layout").at("cancelhandling").get<int>())) !=
          std::string::npos);
    CHECK(has_line(text.out, "  libc's own  " + std::to_string(level.at("libc_points").at("understood").get<int>()) +
                                 " understood, " + std::to_string(level.at("libc_points").at("not_understood").get<int>()) +
                                 " not"));
    for (const char *mark : {"  begin  | ", "  end      ", "  cancel   "})
        CHECK(text.out.find(mark) != std::string::npos);
}

TEST_CASE("lines_have_80_columns_and_no_blanks_at_their_end", "[output]")
{
    for (const Outcome &outcome : {run(doctor({})), run(doctor({"--quick", "--preload", SAFECANCEL_OTHER}))})
        for (const std::string &line : lines_of(outcome.out)) {
            INFO(line);
            CHECK((line.size() <= 80 || line.find('/') != line.npos)); /* a path is not broken */
            CHECK_FALSE(line.ends_with(' '));
            CHECK(line.find(escape) == line.npos);
        }
}

TEST_CASE("colours_are_for_terminals_without_NO_COLOR", "[terminal]")
{
    if (access("/usr/bin/script", X_OK) != 0)
        SC_SKIP("script, which gives a terminal, is not installed");
    const Outcome coloured = on_terminal({"NO_COLOR"}), plain = on_terminal({"NO_COLOR=1"});
    INFO(coloured.describe() << plain.describe());
    CHECK(coloured.exited(0));
    CHECK(coloured.out.find("\033[") != std::string::npos);
    CHECK(coloured.out.find("\033[32m") != std::string::npos);
    CHECK(plain.exited(0));
    CHECK(plain.out.find("\033[3") == std::string::npos);
    CHECK(plain.out.find("\033[1m") == std::string::npos);
}

TEST_CASE("output_that_cannot_be_written_is_no_success", "[output]")
{
    std::string line;
    for (const std::string &word : doctor({"--quick"}).argv)
        line += "'" + word + "' ";
    const Outcome outcome = run({{"sh", "-c", line + ">/dev/full"}});
    INFO(outcome.describe());
    CHECK(outcome.exited(3));
    CHECK(lines_of(outcome.err).size() == 1);
}
