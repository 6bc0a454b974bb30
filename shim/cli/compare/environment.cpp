/* SPDX-License-Identifier: MIT */
#include "environment.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>

namespace safecancel::compare {
namespace {

constexpr std::string_view left_out[] = {"SAFECANCEL_LIBRARY", "SAFECANCEL_PRELOAD", "SAFECANCEL_STATS",
                                         "SAFECANCEL_VERBOSE", "LD_PRELOAD"};

bool kept(std::string_view variable)
{
    const std::string_view name = variable.substr(0, variable.find('='));
    return std::find(std::begin(left_out), std::end(left_out), name) == std::end(left_out);
}

/* What LD_PRELOAD names, without the shim. */
std::string other_objects(const Subject &subject)
{
    const char *value = getenv("LD_PRELOAD");
    std::string_view rest = value == nullptr ? "" : value;
    std::string others;
    while (!rest.empty()) {
        const std::string_view object = rest.substr(0, rest.find_first_of(" :"));
        rest.remove_prefix(std::min(rest.size(), object.size() + 1));
        if (!object.empty() && object != subject.shim && object != subject.preload)
            others.append(others.empty() ? "" : ":").append(object);
    }
    return others;
}

} // namespace

std::vector<std::string> environment(const Subject &subject, bool with_shim)
{
    std::vector<std::string> variables;
    for (char **variable = environ; *variable != nullptr; ++variable)
        if (kept(*variable))
            variables.emplace_back(*variable);
    std::string preloaded = other_objects(subject);
    if (with_shim)
        preloaded += (preloaded.empty() ? "" : ":") + subject.preload;
    if (!preloaded.empty())
        variables.push_back("LD_PRELOAD=" + preloaded);
    return variables;
}

std::vector<const char *> pointers(const std::vector<std::string> &strings)
{
    std::vector<const char *> result;
    for (const std::string &each : strings)
        result.push_back(each.c_str());
    result.push_back(nullptr);
    return result;
}

} // namespace safecancel::compare
