/* SPDX-License-Identifier: MIT */
/* How the drivers of this directory run its programs, and what must hold. */
#ifndef SAFECANCEL_TESTS_FAULTS_FAULTS_H
#define SAFECANCEL_TESTS_FAULTS_FAULTS_H

#include <string>
#include <vector>

#include "catch.hpp"
#include "child.h"

namespace safecancel {

using Words = std::vector<std::string>;

/* worker with its steps, under faults that are there from its start. */
Command worker(Words steps, Words faults = {});

/* The same with the object in worker alone. */
Command with_object(Command command);

/* ... which has to be armed at its start: otherwise the program is not run. */
Command armed(Command command);

/* The lines that begin with "safecancel: ", and the text without them. */
std::vector<std::string> lines_of_object(const std::string &text);
std::string without_object(const std::string &text);

/* Output, errors and status are those of `stock`, but for at most one line of the object's. */
void check_same(const Outcome &stock, const Outcome &shim);

/* Runs a command without and with the object, and checks that. */
void check_both(const Command &command);

/* The same, where the object has to be armed at the start. */
void check_armed(const Command &command);

/* The fault cannot be had here: the reason; otherwise empty. */
std::string missing(const Outcome &outcome);

/* The first program of this name in PATH; empty if there is none. */
std::string find_program(const std::string &name);

} // namespace safecancel

/* Leaves the test case if a fault cannot be had here. */
#define SC_NEEDS(outcome)                                                \
    do {                                                                 \
        if (const auto reason = ::safecancel::missing(outcome); !reason.empty()) \
            SC_SKIP(reason);                                             \
    } while (0)

#endif
