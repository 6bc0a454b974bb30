/* SPDX-License-Identifier: MIT */
#include "tool.h"

#include <sys/wait.h>

#include <sstream>

namespace safecancel {

Command Desk::command(std::vector<std::string> arguments) const
{
    Command command{{SAFECANCEL_TOOL, "compare", "--library", shim_path()}};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.directory = directory_.path().string();
    command.deadline = std::chrono::minutes(2);
    return command;
}

Json Desk::compare(const std::string &what, int &status, std::vector<std::string> options) const
{
    options.insert(options.end(), {"--json", "--", subject(), what});
    const auto outcome = run(command(options));
    INFO(outcome.describe());
    REQUIRE(WIFEXITED(outcome.status));
    status = WEXITSTATUS(outcome.status);
    const Json comparison = Json::parse(outcome.out, nullptr, false);
    REQUIRE(!comparison.is_discarded());
    return comparison;
}

std::string subject()
{
    return SAFECANCEL_SUBJECT;
}

Json aspect(const Json &comparison, const std::string &name)
{
    for (const Json &one : comparison.at("aspects"))
        if (one.at("aspect") == name)
            return one;
    throw std::runtime_error("no aspect " + name);
}

Json measure(const Json &comparison, const std::string &name)
{
    for (const Json &one : comparison.at("measures"))
        if (one.at("measure") == name)
            return one;
    throw std::runtime_error("no measure " + name);
}

std::string different(const Json &comparison)
{
    std::string names;
    for (const Json &one : comparison.at("aspects"))
        if (one.at("verdict") == "different")
            names += (names.empty() ? "" : ", ") + one.at("aspect").get<std::string>();
    return names;
}

bool contains(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

bool fits(const std::string &text)
{
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.size() > 80)
            return false;
    return true;
}

} // namespace safecancel
