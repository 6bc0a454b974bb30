/* SPDX-License-Identifier: MIT */
/*
 * A call at a time.  A worker for each variant, all of them alive, on one
 * processor; a round has each measure one short batch of a case, for its limit and
 * for its own function.  The workers are started anew several times, because where
 * a process's memory lies is luck too.
 */
#include <fmt/core.h>

#include <memory>
#include <sstream>

#include "parts.h"

namespace safecancel::bench {

namespace {

constexpr int generations = 5, rounds_of_each = 40;
constexpr long batch_nanoseconds = 400000;

struct Reading {
    double time, cycles, instructions; /* of one call; negative: not counted */
};

/* One worker and where its readings go. */
struct Measured {
    const Variant *variant;
    Json *result;
    std::unique_ptr<Process> worker;
};

std::vector<std::string> case_names(const Variant &variant)
{
    std::istringstream lines(run(variant.command({"bench_worker", "--cases"})).out);
    std::vector<std::string> names;
    for (std::string line; std::getline(lines, line);)
        names.push_back(line);
    return names;
}

/* The three readings of an answer, for one call each. */
std::vector<Reading> read_answer(const std::string &answer, long count)
{
    std::istringstream words(answer);
    std::vector<Reading> readings;
    Reading reading;
    while (words >> reading.time >> reading.cycles >> reading.instructions) {
        for (double *value : {&reading.time, &reading.cycles, &reading.instructions})
            *value = *value < 0 ? -1 : *value / static_cast<double>(count);
        readings.push_back(reading);
    }
    if (readings.size() != 3)
        throw Unmeasured("a worker said: " + answer);
    return readings;
}

void keep(Json &result, const std::string &name, const std::vector<Reading> &readings)
{
    const char *sides[] = {"limit", "call", "other"};
    Json &of_case = result["cases"][name];
    for (size_t i = 0; i < readings.size(); ++i) {
        if (readings[i].time >= 0)
            of_case[sides[i]].push_back(readings[i].time);
        if (readings[i].cycles >= 0)
            of_case[std::string(sides[i]) + "_cycles"].push_back(readings[i].cycles);
        if (readings[i].instructions >= 0)
            of_case[std::string(sides[i]) + "_instructions"].push_back(readings[i].instructions);
    }
}

/* As many of each case as last about a batch; all workers do the same number. */
std::vector<long> prepare(std::vector<Measured> &all, size_t cases)
{
    std::vector<long> counts(cases);
    for (Measured &measured : all)
        for (size_t i = 0; i < cases; ++i)
            counts[i] = std::stol(measured.worker->ask(fmt::format("prepare {} {}", i, batch_nanoseconds)));
    return counts;
}

void measure_generation(std::vector<Measured> &all, const std::vector<std::string> &names, int rounds)
{
    for (Measured &measured : all)
        measured.worker = std::make_unique<Process>(measured.variant->command({"bench_worker"}));
    const std::vector<long> counts = prepare(all, names.size());
    for (int round = 0; round < rounds; ++round)
        for (size_t i = 0; i < names.size(); ++i)
            for (size_t turn = 0; turn < all.size(); ++turn) {
                Measured &measured = all[(turn + static_cast<size_t>(round)) % all.size()];
                const std::string answer = measured.worker->ask(fmt::format("measure {} {}", i, counts[i]));
                keep(*measured.result, names[i], read_answer(answer, counts[i]));
            }
    for (Measured &measured : all)
        measured.worker.reset();
}

Json measure_architecture(const std::vector<Variant> &variants, const Settings &settings)
{
    Json results = Json::array();
    std::vector<Measured> all;
    for (const Variant &variant : variants)
        results.push_back({{"name", variant.name}, {"libc", variant.libc}, {"shim", variant.shim},
                           {"own", variant.own}, {"musl", variant.musl}, {"cases", Json::object()}});
    for (size_t i = 0; i < variants.size(); ++i)
        all.push_back({&variants[i], &results[i], nullptr});
    const std::vector<std::string> names = case_names(variants[0]);
    stay_on_processor(settings);
    for (int generation = 0; generation < (settings.brief ? 1 : generations); ++generation) {
        progress(fmt::format("calls: {}, {} variants, part {} of {}", variants[0].architecture, variants.size(),
                             generation + 1, generations));
        measure_generation(all, names, settings.rounds(rounds_of_each));
    }
    leave_processor();
    return {{"architecture", variants[0].architecture}, {"cases", names}, {"variants", results}};
}

} // namespace

Json measure_calls(const Settings &settings)
{
    Json result = {{"architectures", Json::array()}};
    const std::vector<Variant> all = find_variants(settings.places);
    std::string last;
    for (const Variant &variant : all)
        if (variant.architecture != last) {
            last = variant.architecture;
            result["architectures"].push_back(measure_architecture(of_architecture(all, last), settings));
        }
    return result;
}

} // namespace safecancel::bench
