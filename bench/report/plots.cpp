/* SPDX-License-Identifier: MIT */
/*
 * The figures that bench/plots/NAME.gp draws, in NAME.dat: words with blanks are
 * quoted, missing ones are "?".
 */
#include <fmt/core.h>

#include <fstream>

#include "sections.h"

namespace safecancel::bench {

namespace {

std::string quoted(const std::string &word)
{
    return "\"" + word + "\"";
}

void write_file(const std::string &directory, const std::string &name, const std::string &text)
{
    const std::string path = fmt::format("{}/{}.dat", directory, name);
    std::ofstream out(path);
    out << text;
    out.close();
    if (!out)
        throw std::runtime_error(path + " cannot be written");
}

/* A line for each case; for each variant three columns: median, quartiles. */
std::string calls_data(const Json &calls)
{
    std::string text = quoted("case");
    for (const Json &variant : calls.at("variants"))
        for (const char *column : {"", " low", " high"})
            text += " " + quoted(variant.at("name").get<std::string>() + column);
    text += "\n";
    for (const std::string name : calls.at("cases")) {
        if (name == "sem_wait")
            continue; /* 3 ns, whose half more would hide what differs elsewhere */
        text += quoted(name);
        for (const Json &variant : calls.at("variants")) {
            const Json &measured = variant.at("cases").at(name);
            const Spread found = spread(quotients(measured.at("call"), measured.at("limit")));
            text += fmt::format(" {:.4f} {:.4f} {:.4f}", found.median, found.low, found.high);
        }
        text += "\n";
    }
    return text;
}

/* A line for each crowd: for stock and the shim, blocked, running and disabled, pthread_cancel and cleanup, in microseconds. */
std::string cancels_data(const Results &results)
{
    const Json variants = select(select(results.cancels.at("variants"), "own", true), "architecture",
                                 results.machine.at("architecture"));
    std::string text;
    for (const char *others : {"1", "10", "100", "1000", "10000"}) {
        text += others;
        for (const char *what : {"cancel", "cleanup"})
            for (const char *state : {"blocked", "running", "disabled"})
                for (const Json &variant : variants) {
                    const Json &crowds = variant.at("states").at(state);
                    text += crowds.contains(others)
                                ? fmt::format(" {:.4f}", spread(values_of(crowds.at(others).at(what))).median / 1000)
                                : " ?";
                }
        text += "\n";
    }
    return text;
}

/* A bar for each kind of start: without the shim, and what the steps of arming and the rest add. */
std::string starts_data(const Results &results)
{
    std::string text = quoted("start") + " " + quoted("without");
    const Json &arming = results.starts.at("arming");
    for (const char *step : arming_steps)
        text += " " + quoted(step);
    text += " " + quoted("other") + "\n";
    for (const Json &start : results.starts.at("starts")) {
        if (start.at("cold") || start.at("architecture") != results.machine.at("architecture"))
            continue;
        const double without = spread(values_of(start.at("times").at("stock"))).median;
        double rest = spread(values_of(start.at("times").at("shim"))).median - without;
        const bool arms = start.at("program") == "bench_threaded" && !arming.empty();
        const std::string name = arms ? "one thread" : "no thread";
        text += fmt::format("{} {:.1f}{} 0\n", quoted(name + ", without"), without, " 0 0 0 0 0 0 0 0 0");
        text += fmt::format("{} {:.1f}", quoted(name + ", with"), without);
        for (const char *step : arming_steps) {
            const double time = arms ? spread(values_of(arming.at(step))).median : 0;
            text += fmt::format(" {:.1f}", time);
            rest -= time;
        }
        text += fmt::format(" {:.1f}\n", rest > 0 ? rest : 0);
    }
    return text;
}

std::string programs_data(const Results &results)
{
    std::string text;
    for (const Json &program : results.programs.at("programs")) {
        const Json &costs = program.at("costs");
        const Spread found = spread(quotients(costs.at("shim"), costs.at("stock")));
        text += fmt::format("{} {:.4f} {:.4f} {:.4f}\n",
                            quoted(program.at("name").get<std::string>() + "\\n" + program.at("libc").get<std::string>()),
                            found.median, found.low, found.high);
    }
    return text;
}

} // namespace

void write_plot_data(const Results &results, const std::string &directory)
{
    for (const Json &calls : results.calls.at("architectures"))
        write_file(directory, calls.at("architecture") == "i386" ? "calls-i386" : "calls", calls_data(calls));
    write_file(directory, "cancels", cancels_data(results));
    write_file(directory, "starts", starts_data(results));
    write_file(directory, "programs", programs_data(results));
}

} // namespace safecancel::bench
