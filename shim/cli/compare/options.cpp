/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <algorithm>

namespace safecancel::compare {

void add_options(CLI::App &app, Options &options)
{
    app.add_option("--runs", options.runs, "so many runs on each side")->check(CLI::Range(1u, 1000u).description(""))->capture_default_str();
    app.add_flag("--strace", options.count_calls, "compare how often each system call is made, too");
    app.add_option("--ignore", options.ignore, "leave out lines that match (grep -E); repeatable")
        ->type_name("REGEX")
        ->allow_extra_args(false);
    app.add_option("--timeout", options.timeout, "end a run after so many seconds")
        ->check(CLI::Range(0.01, 1e6).description(""))
        ->type_name("SECONDS")
        ->capture_default_str();
    app.add_option("--stdin", options.input, "the program's standard input")->type_name("FILE")->capture_default_str();
    app.add_option("--time-limit", options.limits.time, "a higher ratio of the times is a difference")
        ->check(CLI::Range(0.01, 1e6).description(""))
        ->type_name("RATIO");
    app.add_option("--memory-limit", options.limits.memory, "a higher ratio of the memory used is one")
        ->check(CLI::Range(0.01, 1e6).description(""))
        ->type_name("RATIO");
}

std::vector<std::string> take_program(const std::vector<std::string> &arguments, Options &options)
{
    const auto mark = std::find(arguments.begin(), arguments.end(), "--");
    if (mark != arguments.end())
        options.words.assign(mark + 1, arguments.end());
    return {arguments.begin(), mark};
}

} // namespace safecancel::compare
