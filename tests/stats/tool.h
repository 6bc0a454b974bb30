/* SPDX-License-Identifier: MIT */
/* `safecancel stats`, as the tests run it. */
#ifndef SAFECANCEL_TESTS_STATS_TOOL_H
#define SAFECANCEL_TESTS_STATS_TOOL_H

#include "stats.h"

namespace safecancel {

/* safecancel stats ARGUMENTS, of the pages in `place`. */
inline Outcome stats_tool(const TemporaryDirectory &place, std::vector<std::string> arguments)
{
    Command command{{SAFECANCEL_TOOL, "stats"}};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    return run(with(command, "SAFECANCEL_STATS_DIR=" + place.path().string()));
}

/* A running `counted`, once it has said that it is ready: two blocked reads cancelled, or nothing. */
class Running {
public:
    Running(Command command, const std::string &ready_file);
    pid_t pid() const { return child_.pid(); }
    std::string number() const { return std::to_string(child_.pid()); }
    void end(int signal)
    {
        child_.signal(signal);
        child_.wait();
    }

private:
    Child child_;
};

} // namespace safecancel

#endif
