/* SPDX-License-Identifier: MIT */
/*
 * Runs spin on the model: generates the search program for some definitions,
 * compiles it, and lets it explore every state.  Nothing is approximated: no
 * bitstate, no hash compaction, and a search that was cut short is told.
 */
#ifndef SAFECANCEL_TESTS_MODEL_SPIN_H
#define SAFECANCEL_TESTS_MODEL_SPIN_H

#include <map>
#include <set>
#include <string>
#include <vector>

namespace safecancel {

/* A row of one of the tables beside this file: columns, blanks around them taken off. */
using TableRow = std::vector<std::string>;
std::vector<TableRow> read_table(const std::string &file, size_t columns);

/* Why the model cannot be explored here; empty if it can. */
std::string cannot_explore();

struct Search {
    std::string violated;         /* what the first error was: a property, or pan's own words; empty: none */
    bool complete = false;        /* every reachable state was visited, or the first error found */
    std::string states;           /* stored, in decimal */
    std::set<std::string> found;  /* outcomes */
    std::string trail;            /* with `tell`: the steps that lead to the error */
    std::string output;
};

/* Explores the model with `definitions`, words to put behind -D; throws if a tool fails. */
enum class Compile { quickly, well };
Search explore(const std::string &definitions, Compile how, bool tell = false);

}  // namespace safecancel

#endif
