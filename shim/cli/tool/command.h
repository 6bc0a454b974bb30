/* SPDX-License-Identifier: MIT */
/*
 * What a subcommand of safecancel-tool is: one function, made known by a line in
 * commands.def.  It adds its options to `app`, has the arguments parsed, does its
 * work and returns an exit status.  Whatever goes wrong is thrown: see refusal.h.
 */
#ifndef SAFECANCEL_TOOL_COMMAND_H
#define SAFECANCEL_TOOL_COMMAND_H

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace safecancel::tool {

/* The exit statuses that all subcommands share; what 0 and 1 mean, each says itself. */
enum Status {
    status_good = 0,
    status_found = 1,         /* carried out, and something is not as it should be */
    status_usage = 2,         /* wrong options, or input that cannot be used */
    status_failed = 3,        /* could not be carried out */
    status_not_permitted = 77 /* this system does not let us */
};

/* The arguments behind the subcommand's name, in order. */
using Arguments = std::vector<std::string>;

/* Parses; throws CLI::Error. */
void parse(CLI::App &app, const Arguments &arguments);

#define SC_COMMAND(name, summary) int name##_command(CLI::App &app, const Arguments &arguments);
#include "commands.def"
#undef SC_COMMAND

} // namespace safecancel::tool

#endif
