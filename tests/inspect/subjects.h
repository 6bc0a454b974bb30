/* SPDX-License-Identifier: MIT */
/* What the tests of this directory share: the tool, and the programs it looks at. */
#ifndef SAFECANCEL_TESTS_INSPECT_SUBJECTS_H
#define SAFECANCEL_TESTS_INSPECT_SUBJECTS_H

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "child.h"
#include "temporary.h"

namespace safecancel {

/* A program or library that CMakeLists.txt makes; empty: it cannot be made here. */
std::string subject(const std::string &name);

/* safecancel-tool inspect with these arguments. */
Command inspection(std::vector<std::string> arguments);

/* Checks the status, and that it says this in its last line. */
void check_verdict(const Command &command, int status, const std::string &verdict);

/* Checks status 2, nothing on standard output, and one line on standard error with `text`. */
void check_refused(const Command &command, const std::string &text);

/* Its --json, parsed. */
nlohmann::json json_of(const std::string &program, std::vector<std::string> environment = {});

}  // namespace safecancel

#endif
