/* SPDX-License-Identifier: MIT */
/* The driver's player of scenarios; its contract stands in driver.h. */
#include "driver.h"

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace safecancel {

std::string Facts::reason() const
{
    const auto at = outcome.out.find("skip ");
    return at == std::string::npos ? "" : outcome.out.substr(at + 5, outcome.out.find('\n', at) - at - 5);
}

std::string Facts::describe() const
{
    return outcome.describe() + "\n" + trace.describe();
}

std::string scenarios_path()
{
    const char *given = getenv("SAFECANCEL_TEST_SCENARIOS");
    return given && *given ? given : SAFECANCEL_SCENARIOS;
}

Command command_for(const Row &row, const Play &play, const TemporaryDirectory &directory)
{
    Command command{{scenarios_path(), row.name, play.situation, std::to_string(play.deadline.count())}};
    command.directory = directory.path();
    command.deadline = play.deadline + std::chrono::seconds(5);
    if (const char *path = getenv(library_path_variable))
        command.environment.push_back(std::string("LD_LIBRARY_PATH=") + path);
    if (play.preload == Preload::none)
        return command;
    command.environment.push_back("SAFECANCEL_REQUIRE=1");
    return with_shim(command);
}

void remove_queues(const std::string &output)
{
    std::istringstream lines(output);
    std::string word;
    int id;
    while (lines >> word)
        if (word == "queue" && lines >> id)
            msgctl(id, IPC_RMID, nullptr);
        else if (word == "semaphore" && lines >> id)
            semctl(id, 0, IPC_RMID);
}

std::vector<Row> all_rows()
{
    const Outcome outcome = run({{scenarios_path(), "--list"}});
    if (!outcome.exited(0))
        throw std::runtime_error("scenarios --list: " + outcome.describe());
    std::vector<Row> rows;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
        const auto space = line.find(' ');
        rows.push_back({line.substr(0, space), line.substr(space + 1)});
    }
    return rows;
}

Facts play(const Row &row, const Play &play)
{
    TemporaryDirectory directory;
    Facts facts;
    Child child(command_for(row, play, directory));
    if (play.mode != TraceMode::none)
        facts.trace = trace(child.pid(), play.mode, play.deadline);
    facts.outcome = child.wait();
    remove_queues(facts.outcome.out);
    return facts;
}

namespace {

/* Where nobody may trace, what only counts system calls is played without. */
Play untraced(Play how)
{
    constexpr const char prefix[] = "traced_";
    how.situation.erase(0, sizeof prefix - 1);
    how.mode = TraceMode::none;
    return how;
}

Facts play_watched(const Row &row, const Play &how)
{
    Facts facts = play(row, how);
    if (how.mode != TraceMode::watch || !facts.trace.refused)
        return facts;
    facts = play(row, untraced(how));
    facts.trace.refused = true;
    return facts;
}

}  // namespace

int each_row(const Wanted &wanted, const Play &how, const Judge &judge)
{
    int played = 0;
    for (const Row &row : all_rows()) {
        if (!wanted(row))
            continue;
        const Facts facts = play_watched(row, how);
        INFO(row.name << " " << how.situation << (how.preload == Preload::shim ? " with the shim: " : " without: ")
                      << facts.describe());
        if (facts.skipped() || (facts.trace.refused && how.mode != TraceMode::watch)) {
            std::cout << "skipped: " << row.name << ": "
                      << (facts.skipped() ? facts.reason() : std::string("ptrace is not permitted")) << std::endl;
            continue;
        }
        ++played;
        judge(row, facts);
    }
    return played;
}

}  // namespace safecancel
