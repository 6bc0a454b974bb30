/* SPDX-License-Identifier: MIT */
#include "doctor.h"

#include <algorithm>

#include "catch.hpp"

namespace safecancel {

Command doctor(std::vector<std::string> arguments)
{
    std::vector<std::string> argv = {SAFECANCEL_TOOL, "doctor"};
    if (std::find(arguments.begin(), arguments.end(), "--library") == arguments.end())
        argv.insert(argv.end(), {"--library", shim_path()});
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return {argv, {}, {}, {}, std::chrono::minutes(2)};
}

Json examine(std::vector<std::string> arguments, int status)
{
    arguments.push_back("--json");
    const Outcome outcome = run(doctor(arguments));
    INFO(outcome.describe());
    REQUIRE(outcome.exited(status));
    return Json::parse(outcome.out);
}

std::string object_with(const TemporaryDirectory &stage, const std::string &audit)
{
    stage.copy(audit, "libsafecancel-audit.so");
    return stage.copy(shim_path(), "libsafecancel.so");
}

std::string verdict(const Json &examination, const std::string &id, const std::string &who)
{
    for (const Json &defect : examination.at("defects"))
        if (defect.at("id") == id)
            return defect.at(who).at("verdict");
    return "no such defect";
}

}  // namespace safecancel
