/* SPDX-License-Identifier: MIT */
/* Memory of a process and of each thread, without and with the shim: kilobytes, from smaps_rollup. */
#include <fmt/core.h>

#include <sstream>

#include "parts.h"

namespace safecancel::bench {

namespace {

constexpr int rounds_of_each = 9;
constexpr const char *crowds[] = {"0", "1", "1000"};

void keep_sizes(Json &kept, const std::string &text)
{
    std::istringstream words(text);
    double own, share;
    if (!(words >> own >> share))
        throw Unmeasured("smaps_rollup cannot be read");
    kept["private"].push_back(own);
    kept["pss"].push_back(share);
}

} // namespace

Json measure_memory(const Settings &settings)
{
    Json result = {{"variants", Json::array()}, {"unmeasured", Json::array()}};
    for (const Variant &variant : own_libc(find_variants(settings.places))) {
        progress(fmt::format("memory: {}, {}", variant.architecture, variant.name));
        Json sizes = Json::object();
        try {
            for (int round = 0; round < settings.rounds(rounds_of_each); ++round) {
                keep_sizes(sizes["single"], run(variant.command({"bench_single", "memory"})).out);
                for (const char *crowd : crowds)
                    keep_sizes(sizes[crowd], run(variant.command({"bench_crowd", crowd})).out);
            }
            result["variants"].push_back({{"name", variant.name}, {"architecture", variant.architecture},
                                          {"shim", variant.shim}, {"sizes", sizes}});
        } catch (const Unmeasured &why) {
            result["unmeasured"].push_back(variant.name + ": " + why.what());
        }
    }
    return result;
}

} // namespace safecancel::bench
