/* SPDX-License-Identifier: MIT */
/* Running the tool and reading its JSON. */
#ifndef SAFECANCEL_TESTS_PROVE_TOOL_H
#define SAFECANCEL_TESTS_PROVE_TOOL_H

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "child.h"
#include "temporary.h"

namespace safecancel {

using Json = nlohmann::json;

/* A directory of one test, which is also the tool's TMPDIR. */
class Desk {
public:
    Desk();

    std::string file(const std::string &name) const { return directory_.file(name); }

    /* The tool with this build's object, or SAFECANCEL_TEST_SHIM's. */
    Command command(std::vector<std::string> arguments) const;

    /* Runs it, and reads what it wrote to --json; the outcome goes to `outcome`. */
    Json prove(std::vector<std::string> arguments, Outcome &outcome) const;

    /* What the tool has left in its TMPDIR. */
    std::vector<std::string> left() const;

    const std::filesystem::path &path() const { return directory_.path(); }

private:
    TemporaryDirectory directory_;
};

/* The counts of one side of the proof's summary. */
long counted(const Json &proof, const std::string &side, const std::string &what);

/* The classes of one variant, a letter a run; empty if there is none. */
std::string classes(const Json &proof, const std::string &row, const std::string &side, const std::string &situation,
                    const std::string &variant);

/* Leaves the test case as skipped where nothing may be traced. */
#define SC_TRACED(outcome)              \
    if ((outcome).exited(77))           \
    SC_SKIP("ptrace is not permitted here")

}  // namespace safecancel

#endif
