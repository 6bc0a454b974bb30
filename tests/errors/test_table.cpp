/* SPDX-License-Identifier: MIT */
/* What the C library's functions make of being interrupted, against docs/ecanceled.md (scripts/update-ecanceled). */
#include <fstream>
#include <iostream>
#include <sstream>

#include "driver.h"

using namespace safecancel;

namespace {

/* The lines between the markers; none if the sources are not here, as in the matrix's roots. */
std::vector<std::string> documented()
{
    std::ifstream page(SAFECANCEL_ECANCELED_PAGE);
    std::vector<std::string> lines;
    bool between = false;
    for (std::string line; std::getline(page, line);) {
        if (line == "<!-- ecanceled end -->")
            between = false;
        if (between)
            lines.push_back(line);
        if (line == "<!-- ecanceled: written by scripts/update-ecanceled -->")
            between = true;
    }
    return lines;
}

std::vector<std::string> measured()
{
    Command command{{SAFECANCEL_ECANCELED_TABLE}};
    command.environment.push_back("SAFECANCEL_REQUIRE=1");
    command.deadline = std::chrono::seconds(100);
    const Outcome outcome = run(with_shim(command));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    std::vector<std::string> lines;
    std::istringstream text(outcome.out);
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("functions_of_libc_make_of_an_interruption_what_is_documented", "[table]")
{
    const std::vector<std::string> here = measured(), there = documented();
    for (const std::string &line : here) {
        std::cout << line << "\n";
        INFO(line);
        CHECK(line.find("ended with status") == std::string::npos);
    }
    CHECK(here.size() > 30);
    if (there.empty())
        return;
    CHECK(here.size() == there.size());
    for (size_t i = 0; i < here.size() && i < there.size(); ++i)
        CHECK(here[i] == there[i]);
}
