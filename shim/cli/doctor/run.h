/* SPDX-License-Identifier: MIT */
/* Runs a program to its end, or to a deadline. */
#ifndef SAFECANCEL_DOCTOR_RUN_H
#define SAFECANCEL_DOCTOR_RUN_H

#include <chrono>
#include <string>
#include <vector>

namespace safecancel::tool {

struct Ran {
    bool started = false; /* false: `err` says why not */
    bool late = false;    /* killed at its deadline */
    int status = 0;       /* as of wait(2) */
    std::string out{}, err{};

    bool well() const { return started && !late && status == 0; }
    std::string how() const; /* how it ended, in words */
};

/*
 * argv[0] is looked for in PATH when it has no slash.  The environment is ours without
 * LD_PRELOAD and every SAFECANCEL..., plus `variables`; standard input is /dev/null.
 */
Ran run(const std::vector<std::string> &argv, const std::vector<std::string> &variables,
        std::chrono::milliseconds deadline);

} // namespace safecancel::tool

#endif
