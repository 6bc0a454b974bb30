/* SPDX-License-Identifier: MIT */
/*
 * Whole programs, without and with the shim in turn.  Each round gives a cost: the
 * seconds that one event, one request or the whole run took.
 */
#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>

#include "parts.h"

namespace safecancel::bench {

namespace {

namespace fs = std::filesystem;
constexpr int rounds_of_each = 10;

/* The number behind `label` in what a program said. */
double number_behind(const std::string &text, const std::string &label)
{
    std::smatch match;
    if (!std::regex_search(text, match, std::regex(label + "\\s*([0-9.]+)")))
        throw Unmeasured(fmt::format("no \"{}\" in: {}", label, text));
    return std::stod(match[1]);
}

/* Four threads take turns at eight mutexes: futexes, and nothing that is a point. */
double time_sysbench(const Variant &variant, const Settings &settings)
{
    const char *events = settings.brief ? "--events=100" : "--events=2000";
    const Outcome outcome = run(
        variant.outside({"sysbench", "threads", "--threads=4", "--thread-yields=100", "--time=0", events, "run"}));
    return number_behind(outcome.out, "total time:") / number_behind(outcome.out, "total number of events:");
}

/* A thread for each of eight connections, and wrk on the other side of them. */
double time_server(const Variant &variant, const Settings &settings, const std::string &page)
{
    Process server(variant.command({"bench_server", page}));
    const std::string port = server.read_line();
    const Outcome outcome =
        run({{"wrk", "-t1", "-c8", settings.brief ? "-d1s" : "-d2s", "http://127.0.0.1:" + port + "/"}});
    if (outcome.out.find("Socket errors") != std::string::npos)
        throw Unmeasured("requests failed: " + outcome.out);
    return 1 / number_behind(outcome.out, "Requests/sec:");
}

/* Many short single-threaded processes: make, shells, and what the compiler is made of. */
double time_make(const Variant &variant, const std::string &directory)
{
    for (const auto &file : fs::directory_iterator(directory))
        if (file.path().extension() == ".o")
            fs::remove(file);
    Command command = variant.outside({"make", "-s", "-j2"});
    command.directory = directory;
    return run(command).seconds;
}

/* A directory of ours, gone in the end. */
struct Directory {
    Directory() : path(fs::temp_directory_path() / fmt::format("safecancel-bench-{}", getpid()))
    {
        fs::create_directories(path);
    }
    ~Directory()
    {
        std::error_code none;
        fs::remove_all(path, none);
    }
    std::string file(const std::string &name, const std::string &text) const
    {
        std::ofstream(path / name) << text;
        return path / name;
    }
    fs::path path;
};

void write_sources(const Directory &directory, int count)
{
    std::string objects;
    for (int i = 0; i < count; ++i) {
        directory.file(fmt::format("part{}.c", i),
                       fmt::format("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
                                   "int part{0}(const char *text)\n{{\n    return printf(\"%zu\\n\", strlen(text)) + {0};\n}}\n", i));
        objects += fmt::format(" part{}.o", i);
    }
    directory.file("Makefile", fmt::format("all:{}\n%.o: %.c\n\t$(CC) -O1 -c -o $@ $<\n", objects));
}

using Time = std::function<double(const Variant &)>;

void measure_program(const std::string &name, const std::vector<Variant> &sides, const Time &time, Json &result,
                     const Settings &settings)
{
    progress(fmt::format("programs: {}, {}", name, sides[0].libc));
    Json costs = Json::object();
    try {
        for (int round = 0; round < settings.rounds(rounds_of_each); ++round)
            for (size_t i = 0; i < sides.size(); ++i) {
                const Variant &side = sides[(i + static_cast<size_t>(round)) % sides.size()];
                costs[side.shim ? "shim" : "stock"].push_back(time(side));
            }
        result["programs"].push_back({{"name", name}, {"libc", sides[0].libc}, {"costs", costs}});
    } catch (const Unmeasured &why) {
        result["unmeasured"].push_back(fmt::format("{}, {}: {}", name, sides[0].libc, why.what()));
    }
}

} // namespace

Json measure_programs(const Settings &settings)
{
    Json result = {{"programs", Json::array()}, {"unmeasured", Json::array()}};
    std::vector<Variant> all = find_variants(settings.places);
    if (settings.brief)
        all = own_libc(all);
    const Directory directory;
    const std::string page = directory.file("page", "<p>a page, not a long one</p>\n");
    write_sources(directory, settings.brief ? 4 : 24);
    for (size_t i = 0; i + 1 < all.size(); ++i) {
        if (all[i].shim || !all[i + 1].shim)
            continue;
        const std::vector<Variant> sides = {all[i], all[i + 1]};
        const bool is_small = all[i].architecture == "i386";
        if (all[i].own && !is_small) {
            measure_program("sysbench threads", sides, [&](const Variant &v) { return time_sysbench(v, settings); }, result, settings);
            measure_program("make -j2", sides, [&](const Variant &v) { return time_make(v, directory.path); }, result, settings);
        }
        measure_program(is_small ? "server, 32-bit" : "server", sides,
                        [&](const Variant &v) { return time_server(v, settings, page); }, result, settings);
    }
    return result;
}

} // namespace safecancel::bench
