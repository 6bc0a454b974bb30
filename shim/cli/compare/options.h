/* SPDX-License-Identifier: MIT */
/* What the command is asked for; a line of a suite is asked in the same way. */
#ifndef SAFECANCEL_COMPARE_OPTIONS_H
#define SAFECANCEL_COMPARE_OPTIONS_H

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "judge.h"
#include "run.h"

namespace safecancel::compare {

struct Options {
    unsigned runs = 3;
    bool count_calls = false, json = false;
    std::vector<std::string> ignore{};
    double timeout = 60;
    std::string input = "/dev/null", object{}, suite{};
    Limits limits{};
    std::vector<std::string> words{}; /* the program and its arguments */
};

/* The options that a line of a suite can have too. */
void add_options(CLI::App &app, Options &options);

/*
 * Takes the words behind "--" off the arguments, which are the program's, and
 * returns what is in front of it.
 */
std::vector<std::string> take_program(const std::vector<std::string> &arguments, Options &options);

} // namespace safecancel::compare

#endif
