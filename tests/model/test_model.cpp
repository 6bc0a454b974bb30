/* SPDX-License-Identifier: MIT */
/*
 * The bounded model of the protocol (protocol.pml), explored to its end by
 * spin; docs/model.md says what it holds.  The tables beside this file are
 * read here: configurations, outcomes, mutants and limits.
 *
 * `test_model "[.page]"` prints the generated part of docs/model.md.
 */
#include <fstream>
#include <iostream>
#include <map>
#include <regex>

#include "catch.hpp"
#include "spin.h"

using namespace safecancel;

namespace {

/* What every search must have explored, so that it cannot pass by doing nothing. */
constexpr long least_states = 10000;

std::map<std::string, std::string> configurations()
{
    std::map<std::string, std::string> all;
    for (const TableRow &row : read_table("configurations", 2))
        REQUIRE(all.emplace(row[0], row[1]).second);
    return all;
}

void check_caught(const TableRow &row)
{
    const Search search = explore(row[1], Compile::quickly);
    INFO(row[0] << "\n" << search.output);
    CHECK(search.complete);
    CHECK(search.violated == row[3]);
}

void print_mutants(const char *file)
{
    std::cout << "| mutant | what is broken | caught by | states explored |\n|---|---|---|---|\n";
    for (const TableRow &row : read_table(file, 4)) {
        const Search search = explore(row[1], Compile::quickly);
        std::cout << "| " << row[0] << " | " << row[2] << " | `" << search.violated << "` | " << search.states
                  << " |" << std::endl;
    }
}

}  // namespace

TEST_CASE("no_configuration_of_the_protocol_has_a_fault", "[protocol]")
{
    const std::string reason = cannot_explore();
    if (!reason.empty())
        SC_SKIP(reason);
    for (const auto &[name, definitions] : configurations()) {
        const Search search = explore(definitions, Compile::well);
        INFO(name << ": " << search.states << " states\n" << search.output);
        CHECK(search.violated == "");
        CHECK(search.complete);
        CHECK(std::stod(search.states) > least_states);
    }
}

TEST_CASE("every_outcome_can_happen", "[reached]")
{
    const std::string reason = cannot_explore();
    if (!reason.empty())
        SC_SKIP(reason);
    const auto all = configurations();
    std::map<std::string, std::set<std::string>> wanted;
    for (const TableRow &row : read_table("outcomes", 3))
        wanted[row[1]].insert(row[0]);
    for (const auto &[name, outcomes] : wanted) {
        REQUIRE(all.count(name) == 1);
        const Search search = explore(all.at(name), Compile::well);
        for (const std::string &outcome : outcomes) {
            INFO(outcome << " in " << name << "\n" << search.output);
            CHECK(search.found.count(outcome) == 1);
        }
    }
}

TEST_CASE("every_mutant_violates_the_property_named_for_it", "[mutants]")
{
    const std::string reason = cannot_explore();
    if (!reason.empty())
        SC_SKIP(reason);
    for (const TableRow &row : read_table("mutants", 4))
        check_caught(row);
}

/* The mutants' and limits' configurations have no fault of their own, which would catch anything. */
TEST_CASE("a_mutants_configuration_has_no_fault_without_the_mutation", "[sound]")
{
    const std::string reason = cannot_explore();
    if (!reason.empty())
        SC_SKIP(reason);
    std::set<std::string> seen;
    for (const TableRow &row : read_table("mutants", 4)) {
        const size_t mutation = row[1].find("M_");
        REQUIRE(mutation != std::string::npos);
        const std::string definitions = row[1].substr(0, mutation);
        if (!seen.insert(definitions).second)
            continue;
        const Search search = explore(definitions, Compile::quickly);
        INFO(row[0] << "\n" << search.output);
        CHECK(search.violated == "");
        CHECK(search.complete);
    }
}

/* When one of these is no longer found it is mended: the row moves to the mutants. */
TEST_CASE("the_known_limits_are_found", "[limits]")
{
    const std::string reason = cannot_explore();
    if (!reason.empty())
        SC_SKIP(reason);
    for (const TableRow &row : read_table("limits", 4))
        check_caught(row);
}

/* Its figures depend on spin's version; its rows must be those of the tables. */
TEST_CASE("the_page_lists_every_mutant_with_its_catcher", "[listed]")
{
    std::ifstream file(SC_MODEL "/../../docs/model.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    for (const TableRow &row : read_table("configurations", 2))
        CHECK(page.find("| " + row[0] + " | `" + row[1] + "` | ") != std::string::npos);
    for (const TableRow &row : read_table("outcomes", 3))
        CHECK(page.find("| " + row[0] + " | " + row[1] + " | " + row[2] + " |") != std::string::npos);
    for (const char *table : {"mutants", "limits"})
        for (const TableRow &row : read_table(table, 4)) {
            INFO(row[0] << ": scripts/update-model-page writes the page");
            CHECK(page.find("| " + row[0] + " | " + row[2] + " | `" + row[3] + "` | ") != std::string::npos);
        }
}

TEST_CASE("prints_the_generated_part_of_the_page", "[.page]")
{
    REQUIRE(cannot_explore() == "");
    std::cout << "### Configurations\n\n| configuration | definitions | states |\n|---|---|---|\n";
    for (const TableRow &row : read_table("configurations", 2)) {
        const Search search = explore(row[1], Compile::well);
        REQUIRE(search.complete);
        REQUIRE(search.violated == "");
        std::cout << "| " << row[0] << " | `" << row[1] << "` | " << search.states << " |" << std::endl;
    }
    std::cout << "\n### Outcomes that are found\n\n| outcome | in | what it is |\n|---|---|---|\n";
    for (const TableRow &row : read_table("outcomes", 3))
        std::cout << "| " << row[0] << " | " << row[1] << " | " << row[2] << " |\n";
    std::cout << "\n### Mutants\n\n";
    print_mutants("mutants");
    std::cout << "\n### Known limits\n\n";
    print_mutants("limits");
    std::cout << "\n### A counterexample: no_membarrier\n\n";
    for (const TableRow &row : read_table("mutants", 4))
        if (row[0] == "no_membarrier") {
            const Search search = explore(row[1], Compile::quickly, true);
            std::cout << "    " << std::regex_replace(search.trail, std::regex("\n(?!$)"), "\n    ")
                      << "\nThen nobody can take a step: `" << search.violated << "`.\n";
        }
}
