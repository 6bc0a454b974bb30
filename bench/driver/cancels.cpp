/* SPDX-License-Identifier: MIT */
/* Cancelling a thread, among more and more others: each libc without and with the shim in turn. */
#include <fmt/core.h>

#include <memory>
#include <sstream>

#include "parts.h"

namespace safecancel::bench {

namespace {

constexpr unsigned crowds[] = {1, 10, 100, 1000, 10000};
constexpr const char *states[] = {"blocked", "running", "disabled"};
constexpr int rounds_of_each = 20, threads_a_round = 15;

/* Measures both sides of one libc in the same crowd; adds to results[0] and results[1]. */
void measure_crowd(std::vector<std::unique_ptr<Process>> &workers, unsigned others, std::vector<Json> &results,
                   const Settings &settings)
{
    for (auto &worker : workers)
        worker->ask(fmt::format("others {}", others));
    for (int round = -1; round < settings.rounds(rounds_of_each); ++round)
        for (unsigned state = 0; state < std::size(states); ++state)
            for (size_t i = 0; i < workers.size(); ++i) {
                const size_t turn = (i + static_cast<size_t>(round + 1)) % workers.size();
                std::istringstream words(workers[turn]->ask(fmt::format("measure {} {}", state, threads_a_round)));
                double cancel, cleanup;
                if (!(words >> cancel >> cleanup))
                    throw Unmeasured("a worker did not answer with two numbers");
                if (round < 0)
                    continue; /* warming up */
                Json &kept = results[turn][states[state]][std::to_string(others)];
                kept["cancel"].push_back(cancel);
                kept["cleanup"].push_back(cleanup);
            }
}

/* `sides` are one libc's variants. */
void measure_libc(const std::vector<Variant> &sides, Json &result, const Settings &settings)
{
    std::vector<std::unique_ptr<Process>> workers;
    std::vector<Json> results(sides.size());
    for (const Variant &side : sides)
        workers.push_back(std::make_unique<Process>(side.command({"bench_cancel"})));
    for (const unsigned others : crowds) {
        if (settings.brief && others > 100)
            break;
        progress(fmt::format("cancelling: {}, {}, {} other threads", sides[0].architecture, sides[0].libc, others));
        try {
            measure_crowd(workers, others, results, settings);
        } catch (const Unmeasured &why) {
            result["unmeasured"].push_back(fmt::format("{} with {} threads: {}", sides[0].libc, others, why.what()));
            break;
        }
    }
    for (size_t i = 0; i < sides.size(); ++i)
        result["variants"].push_back({{"name", sides[i].name}, {"libc", sides[i].libc}, {"shim", sides[i].shim},
                                      {"own", sides[i].own}, {"architecture", sides[i].architecture},
                                      {"states", results[i]}});
}

} // namespace

Json measure_cancels(const Settings &settings)
{
    Json result = {{"variants", Json::array()}, {"unmeasured", Json::array()}};
    std::vector<Variant> all = find_variants(settings.places);
    if (settings.brief)
        all = own_libc(all);
    for (size_t i = 0; i + 1 < all.size(); ++i)
        if (!all[i].shim && all[i + 1].shim)
            measure_libc({all[i], all[i + 1]}, result, settings);
    return result;
}

} // namespace safecancel::bench
