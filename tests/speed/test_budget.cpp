/* SPDX-License-Identifier: MIT */
/*
 * The instructions of each call with the shim preloaded, counted one by one, held
 * against bench/budget.<arch>.  Of a function that is libc's own, against libc's.
 */
#include "catch.hpp"
#include "child.h"

#include <fstream>
#include <map>
#include <sstream>

using namespace safecancel;

namespace {

struct Count {
    long before, after, calls;
};

/* A line of the budget; `added` to libc's own, or of all. */
struct Allowed {
    bool added;
    long before, after;
};

using Counts = std::map<std::string, Count>;

/* Empty where processes cannot be traced. */
Counts count(bool shim)
{
    const Command command{{SC_STEPS}};
    const Outcome outcome = run(shim ? with_shim(command) : command);
    INFO(outcome.describe());
    Counts counts;
    if (outcome.exited(77))
        return counts;
    REQUIRE(outcome.exited(0));
    std::istringstream lines(outcome.out);
    std::string name;
    Count one;
    while (lines >> name >> one.before >> one.after >> one.calls)
        counts[name] = one;
    return counts;
}

std::map<std::string, Allowed> read_budget()
{
    std::map<std::string, Allowed> budget;
    std::ifstream file(SC_BUDGET);
    REQUIRE(file);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string name, before;
        Allowed allowed = {};
        if (!(words >> name >> before) || name[0] == '#')
            continue;
        allowed.added = before[0] == '+';
        allowed.before = std::stol(before);
        REQUIRE((allowed.added || words >> allowed.after));
        budget[name] = allowed;
    }
    return budget;
}

} // namespace

TEST_CASE("no_call_takes_more_instructions_than_its_budget")
{
    const auto budget = read_budget();
    const Counts with = count(true), without = count(false);
    if (with.empty())
        SC_SKIP("processes cannot be traced here");
    REQUIRE(with.size() >= 10);
    for (const auto &[name, counted] : with) {
        INFO(name << ": " << counted.before << " + " << counted.after << " instructions; bench/budget has what it may take");
        REQUIRE(budget.count(name) == 1);
        const Allowed &allowed = budget.at(name);
        const long before = counted.before - (allowed.added ? without.at(name).before : 0);
        CHECK(before <= allowed.before);
        if (!allowed.added)
            CHECK(counted.after <= allowed.after);
        if (before < allowed.before || (!allowed.added && counted.after < allowed.after))
            WARN(name << " takes fewer than its budget now: lower it");
    }
    CHECK(with.size() == budget.size());
}

TEST_CASE("no_call_makes_a_system_call_more")
{
    const Counts with = count(true), without = count(false);
    if (with.empty())
        SC_SKIP("processes cannot be traced here");
    for (const auto &[name, counted] : with) {
        INFO(name);
        CHECK(counted.calls == without.at(name).calls);
    }
}

TEST_CASE("the_object_is_what_was_counted")
{
    /* If it had stood aside, the counts would be libc's, which keep no such budget. */
    const Counts with = count(true), without = count(false);
    if (with.empty())
        SC_SKIP("processes cannot be traced here");
    CHECK(with.at("read").before + with.at("read").after < without.at("read").before + without.at("read").after);
}
