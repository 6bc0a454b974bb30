/* SPDX-License-Identifier: MIT */
/* The contracts stand in subjects.h. */
#include "subjects.h"

#include <filesystem>

#include "catch.hpp"

namespace safecancel {

std::string subject(const std::string &name)
{
    const std::string file = SAFECANCEL_SUBJECTS "/" + name;
    return std::filesystem::exists(file) ? file : std::string();
}

Command inspection(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), {SAFECANCEL_TOOL, "inspect"});
    Command command{arguments};
    command.environment = {"SAFECANCEL_LIBRARY=" + shim_path()};
    return command;
}

void check_verdict(const Command &command, int status, const std::string &verdict)
{
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(status));
    CHECK(outcome.err.empty());
    const auto lines = lines_of(outcome.out);
    REQUIRE(!lines.empty());
    CHECK(lines.back() == verdict);
    for (size_t i = 0; i + 1 < lines.size(); ++i)
        CHECK((lines[i].size() <= 80 || lines[i].find(' ', 12) == std::string::npos));
}

void check_refused(const Command &command, const std::string &text)
{
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(2));
    CHECK(outcome.out.empty());
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find("safecancel inspect: ") == 0);
    CHECK(outcome.err.find(text) != std::string::npos);
}

nlohmann::json json_of(const std::string &program, std::vector<std::string> environment)
{
    Command command = inspection({"--json", program});
    command.environment.insert(command.environment.end(), environment.begin(), environment.end());
    const auto outcome = run(command);
    INFO(outcome.describe());
    REQUIRE((outcome.exited(0) || outcome.exited(1)));
    return nlohmann::json::parse(outcome.out);
}

}  // namespace safecancel
