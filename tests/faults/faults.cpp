/* SPDX-License-Identifier: MIT */
#include "faults.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace safecancel {

namespace {

const std::string directory = SAFECANCEL_FAULTS;
const std::string mark = "safecancel: ";

} // namespace

Command worker(Words steps, Words faults)
{
    Command command;
    command.argv = {directory + "/under"};
    command.argv.insert(command.argv.end(), faults.begin(), faults.end());
    command.argv.insert(command.argv.end(), {"--", directory + "/worker"});
    command.argv.insert(command.argv.end(), steps.begin(), steps.end());
    return command;
}

Command with_object(Command command)
{
    /* As with_shim, but not for `under`. */
    for (auto &entry : (command = with_shim(std::move(command))).environment)
        if (entry.compare(0, 11, "LD_PRELOAD=") == 0)
            entry = "FAULTS_PRELOAD=" + entry.substr(11);
    return command;
}

Command armed(Command command)
{
    command = with_object(std::move(command));
    command.environment.push_back("SAFECANCEL_REQUIRE=1");
    return command;
}

std::vector<std::string> lines_of_object(const std::string &text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        if (line.compare(0, mark.size(), mark) == 0)
            lines.push_back(line);
    return lines;
}

std::string without_object(const std::string &text)
{
    std::string rest;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        if (line.compare(0, mark.size(), mark) != 0)
            rest += line + "\n";
    return rest;
}

void check_same(const Outcome &stock, const Outcome &shim)
{
    INFO("stock: " << stock.describe());
    INFO("with the object: " << shim.describe());
    CHECK(!stock.late);
    CHECK(!shim.late);
    CHECK(shim.status == stock.status);
    CHECK(shim.out == stock.out);
    CHECK(without_object(shim.err) == stock.err);
    CHECK(lines_of_object(shim.err).size() <= 1);
}

void check_both(const Command &command)
{
    const auto stock = run(command);
    SC_NEEDS(stock);
    CHECK(stock.exited(0));
    check_same(stock, run(with_object(command)));
}

void check_armed(const Command &command)
{
    const auto stock = run(command);
    SC_NEEDS(stock);
    CHECK(stock.exited(0));
    check_same(stock, run(armed(command)));
}

std::string missing(const Outcome &outcome)
{
    const auto at = outcome.out.find("skip: ");
    if (!outcome.exited(77))
        return "";
    return at == std::string::npos ? "it cannot be had here" : outcome.out.substr(at + 6, outcome.out.find('\n', at) - at - 6);
}

std::string find_program(const std::string &name)
{
    const char *path = getenv("PATH");
    std::istringstream stream(path != nullptr ? path : "/usr/bin:/bin");
    for (std::string place; std::getline(stream, place, ':');)
        if (access((place + "/" + name).c_str(), X_OK) == 0)
            return place + "/" + name;
    return "";
}

} // namespace safecancel
