/* SPDX-License-Identifier: MIT */
/*
 * A process from start to end, without and with the shim in turn: one that never
 * makes a thread, one that makes one; with all files in memory (warm), and with ours
 * and the program's thrown out of it before (cold).  And the steps of arming.
 */
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "parts.h"

namespace safecancel::bench {

namespace {

constexpr int warm_rounds = 400, cold_rounds = 60, times_rounds = 100;

/* Has the kernel forget what it keeps of a file.  Others' mappings hold it: libc's stays. */
void forget(const std::string &path)
{
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        throw Unmeasured(path + " cannot be opened");
    fsync(fd);
    if (posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
        throw Unmeasured("this file system keeps its files in memory");
    close(fd);
}

void forget_all(const Variant &variant, const std::string &program)
{
    forget(variant.programs + "/" + program);
    if (variant.preload.empty())
        return;
    forget(variant.preload);
    forget(std::filesystem::path(variant.preload).replace_filename("libsafecancel-audit.so"));
}

void measure_program(const std::vector<Variant> &sides, const char *program, bool cold, Json &result,
                     const Settings &settings)
{
    progress(fmt::format("starting: {}, {}, {}", sides[0].architecture, program, cold ? "cold" : "warm"));
    Json times = Json::object();
    for (int round = -3; round < settings.rounds(cold ? cold_rounds : warm_rounds); ++round)
        for (const Variant &side : sides) {
            if (cold)
                forget_all(side, program);
            const double time = time_run(side.command({program}));
            if (round >= 0)
                times[side.shim ? "shim" : "stock"].push_back(time);
        }
    result["starts"].push_back({{"architecture", sides[0].architecture}, {"libc", sides[0].libc},
                                {"program", program}, {"cold", cold}, {"times", times}});
}

/* Lines of libsafecancel.so with clocks, "times: STEP=NANOSECONDS ...". */
void measure_arming(Variant variant, Json &result, const Settings &settings)
{
    variant.preload = settings.places.times;
    progress("starting: the steps of arming");
    for (int round = -2; round < settings.rounds(times_rounds); ++round) {
        std::istringstream words(run(variant.command({"bench_threaded"})).err);
        std::string word;
        while (words >> word)
            if (const size_t equals = word.find('='); equals != std::string::npos && round >= 0)
                result["arming"][word.substr(0, equals)].push_back(std::stod(word.substr(equals + 1)) / 1000);
    }
}

/* What the handler does for each signal: to find the window of a program counter. */
void measure_windows(const Variant &variant, Json &result)
{
    std::istringstream words(run(variant.command({"bench_window"})).out);
    unsigned windows;
    for (double time; words >> windows >> time;)
        result["windows"].push_back({{"windows", windows}, {"time", time}});
}

} // namespace

Json measure_starts(const Settings &settings)
{
    Json result = {{"starts", Json::array()}, {"arming", Json::object()}, {"unmeasured", Json::array()}};
    const std::vector<Variant> all = own_libc(find_variants(settings.places));
    stay_on_processor(settings);
    for (size_t i = 0; i + 1 < all.size(); ++i) {
        if (all[i].shim || !all[i + 1].shim)
            continue;
        for (const char *program : {"bench_single", "bench_threaded"})
            for (const bool cold : {false, true})
                try {
                    measure_program({all[i], all[i + 1]}, program, cold, result, settings);
                } catch (const Unmeasured &why) {
                    result["unmeasured"].push_back(fmt::format("{}, {}: {}", program, cold ? "cold" : "warm", why.what()));
                }
    }
    if (!settings.places.times.empty() && !all.empty())
        measure_arming(all[0], result, settings);
    leave_processor();
    if (!all.empty())
        measure_windows(all[0], result);
    return result;
}

} // namespace safecancel::bench
