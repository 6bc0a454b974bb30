/* SPDX-License-Identifier: MIT */
/*
 * Plays scenarios from a Catch2 driver: one child process for each row and
 * situation, in a directory of its own, with a deadline.  The facts it tells
 * are judged by the tests; a row that cannot be played here is printed with
 * its reason, and a test in which no row could be played is skipped.
 */
#ifndef SAFECANCEL_TESTS_POINTS_DRIVER_H
#define SAFECANCEL_TESTS_POINTS_DRIVER_H

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "catch.hpp"
#include "child.h"
#include "libc.h"
#include "temporary.h"
#include "tracer.h"

namespace safecancel {

/* One line of `scenarios --list`. */
struct Row {
    std::string name;        /* NAME or NAME:VARIANT */
    std::string properties;

    bool is(const char *property) const { return number_after(properties, property) == 1; }
    std::string function() const { return name.substr(0, name.find(':')); }
    /* A cancellation point in this C library as it stands. */
    bool point_in_stock() const { return !is("no_point") && !(is("fortified") && libc_forgets_fortified_calls()); }
};

enum class Preload { none, shim };

/* What a scenario told. */
struct Facts {
    Outcome outcome;
    Trace trace;

    long operator[](const char *name) const { return number_after(outcome.out, name); }
    /* The system calls of the point were counted. */
    bool watched() const { return !trace.refused; }
    bool told() const { return outcome.exited(0) && outcome.out.find("facts ") != std::string::npos; }
    bool skipped() const { return outcome.exited(77); }
    std::string reason() const;
    std::string describe() const;
};

struct Play {
    std::string situation;
    Preload preload = Preload::shim;
    std::chrono::milliseconds deadline{10000};
    TraceMode mode = TraceMode::none;
};

/* Set: the scenario program looks there for its C library first. */
constexpr const char *library_path_variable = "SAFECANCEL_TEST_LIBRARY_PATH";

/* Path of the scenario program: SAFECANCEL_TEST_SCENARIOS, else the one of this build. */
std::string scenarios_path();

/* The command that plays it, to be run in a directory of its own. */
Command command_for(const Row &row, const Play &play, const TemporaryDirectory &directory);

/* Removes the message queues and semaphores that the program's output names. */
void remove_queues(const std::string &output);

std::vector<Row> all_rows();
Facts play(const Row &row, const Play &play);

using Wanted = std::function<bool(const Row &)>;
using Judge = std::function<void(const Row &, const Facts &)>;

/* Plays all wanted rows; skips of single rows are printed.  Returns how many were played. */
int each_row(const Wanted &wanted, const Play &play, const Judge &judge);

inline bool every(const Row &) { return true; }

}  // namespace safecancel

/* Leaves a judge, with a failure, when there are no facts to judge; the other rows are still played. */
#define SC_TOLD(facts)       \
    CHECK((facts).told());   \
    if (!(facts).told())     \
    return

/* Leaves the test case as skipped when no row could be played. */
#define SC_EACH_ROW(...)                                  \
    do {                                                  \
        if (::safecancel::each_row(__VA_ARGS__) == 0)     \
            SC_SKIP("no row could be played here");       \
    } while (0)

#endif
