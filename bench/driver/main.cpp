/* SPDX-License-Identifier: MIT */
/* bench_driver PART: measures one part and writes it as JSON; scripts/bench runs it. */
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <fstream>
#include <map>

#include "parts.h"

namespace safecancel::bench {

void progress(const std::string &text)
{
    fmt::print("{}\n", text);
    std::fflush(stdout);
}

void stay_on_processor(const Settings &settings)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    if (settings.processor < 0)
        return;
    CPU_SET(static_cast<unsigned>(settings.processor), &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0)
        progress("this processor cannot be had: measuring on all");
}

void leave_processor()
{
    cpu_set_t all;
    for (unsigned i = 0; i < CPU_SETSIZE; ++i)
        CPU_SET(i, &all);
    sched_setaffinity(0, sizeof all, &all);
}

namespace {

const std::map<std::string, Json (*)(const Settings &)> parts = {
    {"machine", measure_machine}, {"steps", measure_steps},       {"calls", measure_calls},   {"cancels", measure_cancels},
    {"starts", measure_starts},   {"programs", measure_programs}, {"memory", measure_memory},
};

int run_part(const std::string &part, const std::string &file, const Settings &settings)
{
    try {
        const Json measured = parts.at(part)(settings);
        std::ofstream out(file);
        out << measured.dump(1) << '\n';
        out.close();
        if (!out)
            throw Unmeasured(fmt::format("{} cannot be written", file));
    } catch (const std::exception &why) {
        fmt::print(stderr, "bench_driver: {}: {}\n", part, why.what());
        return 1;
    }
    return 0;
}

} // namespace

} // namespace safecancel::bench

int main(int argc, char **argv)
{
    using namespace safecancel::bench;
    CLI::App app("Measures what the shim costs; scripts/bench runs it");
    Settings settings;
    std::string part, file;
    app.add_option("part", part, "machine, steps, calls, cancels, starts, programs or memory")->required();
    app.add_option("--out", file, "the JSON file")->required();
    app.add_option("--build", settings.places.build, "directory of the workers")->required();
    app.add_option("--shim", settings.places.shim, "libsafecancel.so")->required();
    app.add_option("--times", settings.places.times, "the same with clocks around the steps of arming");
    app.add_option("--build32", settings.places.build32, "directory of the workers for 32-bit x86");
    app.add_option("--shim32", settings.places.shim32, "libsafecancel.so for 32-bit x86");
    app.add_option("--root", settings.places.roots, "a Debian system with another glibc")->allow_extra_args(false);
    app.add_option("--root32", settings.places.roots32, "the same for 32-bit x86")->allow_extra_args(false);
    app.add_option("--musl", settings.places.musl_version, "musl's version");
    app.add_option("--processor", settings.processor, "the processor for what is timed");
    app.add_flag("--short", settings.brief, "only to see that it works");
    CLI11_PARSE(app, argc, argv);
    if (parts.count(part) == 0) {
        fmt::print(stderr, "bench_driver: there is no part {}\n", part);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    return run_part(part, file, settings);
}
