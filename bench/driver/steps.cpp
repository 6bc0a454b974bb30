/* SPDX-License-Identifier: MIT */
/* Instructions of each path, as bench_steps counts them: the same in every run. */
#include <sstream>

#include "parts.h"

namespace safecancel::bench {

namespace {

/* Lines "NAME BEFORE AFTER CALLS". */
Json read_counts(const std::string &text)
{
    Json counts = Json::object();
    std::istringstream lines(text);
    std::string name;
    long before, after, calls;
    while (lines >> name >> before >> after >> calls)
        counts[name] = {{"before", before}, {"after", after}, {"calls", calls}};
    return counts;
}

} // namespace

Json measure_steps(const Settings &settings)
{
    Json result = {{"variants", Json::array()}, {"unmeasured", Json::array()}};
    for (const Variant &variant : find_variants(settings.places)) {
        if (variant.musl)
            continue; /* its worker is the only program built for it */
        progress("instructions: " + variant.name);
        try {
            result["variants"].push_back({{"name", variant.name},
                                          {"architecture", variant.architecture},
                                          {"own", variant.own},
                                          {"libc", variant.libc},
                                          {"shim", variant.shim},
                                          {"paths", read_counts(run(variant.command({"bench_steps"})).out)}});
        } catch (const Unmeasured &why) {
            result["unmeasured"].push_back(variant.name + ": " + why.what());
        }
    }
    return result;
}

} // namespace safecancel::bench
