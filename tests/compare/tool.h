/* SPDX-License-Identifier: MIT */
/* Running safecancel compare and reading its JSON. */
#ifndef SAFECANCEL_TESTS_COMPARE_TOOL_H
#define SAFECANCEL_TESTS_COMPARE_TOOL_H

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "child.h"
#include "temporary.h"

namespace safecancel {

using Json = nlohmann::json;

/* An empty directory, the working directory of what is run; removed with all it holds. */
class Desk {
public:
    std::string file(const std::string &name) const { return directory_.file(name); }
    std::string write(const std::string &name, const std::string &content) const { return directory_.write(name, content); }

    /* safecancel compare with these arguments, and this build's object. */
    Command command(std::vector<std::string> arguments) const;

    /* Compares `subject WHAT`, with options in front; the outcome's status goes to `status`. */
    Json compare(const std::string &what, int &status, std::vector<std::string> options = {}) const;

private:
    TemporaryDirectory directory_;
};

std::string subject();

/* One aspect, or one measure, of a comparison. */
Json aspect(const Json &comparison, const std::string &name);
Json measure(const Json &comparison, const std::string &name);

/* The names of the aspects that are different, in order, with commas. */
std::string different(const Json &comparison);

bool contains(const std::string &text, const std::string &part);

/* Every line has 80 columns at most. */
bool fits(const std::string &text);

} // namespace safecancel

#endif
