/* SPDX-License-Identifier: MIT */
/* How the drivers of this directory run its programs: stock, and armed. */
#ifndef SAFECANCEL_TESTS_PROGRAMS_PROGRAMS_H
#define SAFECANCEL_TESTS_PROGRAMS_PROGRAMS_H

#include <filesystem>
#include <string>
#include <vector>

#include "child.h"
#include "temporary.h"

namespace safecancel {

/* Path of a program of this directory. */
std::string program_path(const std::string &name);

/* One of this directory's programs with its arguments. */
Command program(const std::string &name, std::vector<std::string> arguments = {});

/*
 * The command under the shim, which must be armed: with SAFECANCEL_REQUIRE=1
 * a shim that stands aside ends the program, so that no test passes for want of it.
 */
Command armed(Command command);

/* Adds NAME=VALUE to the command's environment. */
Command with(Command command, const std::string &variable);

/* The shim from another place, with or without an audit object beside it. */
Command with_shim_at(Command command, const std::filesystem::path &shim);

/* Whether a program of this name can be found. */
bool installed(const std::string &name);

/* Whether the system's own programs are of this build's word size, so that its object can be preloaded into them. */
bool system_is_ours();

}  // namespace safecancel

#define SC_NEEDS_PROGRAMS_OF_THE_SYSTEM()                                                      \
    do {                                                                                       \
        if (!::safecancel::system_is_ours())                                                   \
            SC_SKIP("the system's own programs have another word size: nothing of this build can be preloaded"); \
    } while (0)

#endif
