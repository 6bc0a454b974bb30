/* SPDX-License-Identifier: MIT */
/* What was aimed at, and what it came to; and the few lines of it for the README. */
#include <fmt/core.h>

#include <functional>

#include "sections.h"

namespace safecancel::bench {

namespace {

/* Points that are one system call: what the shim replaces.  openat+close are two. */
constexpr const char *points[] = {"read", "write", "openat+close", "poll", "recv", "send", "accept", "clock_nanosleep"};

struct Target {
    std::string aim, found;
    bool met;
};

/* The minor version of "glibc 2.36". */
int minor_of(const Json &variant)
{
    const std::string libc = variant.at("libc");
    return libc.rfind("glibc 2.", 0) == 0 ? std::stoi(libc.substr(8)) : 0;
}

/* Each libc without and with the shim. */
void each_pair(const Json &variants, const std::function<void(const Json &, const Json &)> &use)
{
    for (size_t i = 0; i + 1 < variants.size(); ++i)
        if (!variants[i].at("shim") && variants[i + 1].at("shim") && variants[i].at("libc") == variants[i + 1].at("libc"))
            use(variants[i], variants[i + 1]);
}

/* The worst of some quotients, and what it is of. */
struct Worst {
    double value = 0;
    std::string name;
    unsigned within = 0, all = 0;

    void add(double quotient, double limit, const std::string &of)
    {
        ++all;
        within += quotient <= limit;
        if (quotient > value) {
            value = quotient;
            name = of;
        }
    }
    std::string describe() const
    {
        return fmt::format("{} of {} are; the most is {}: {:.3f}", within, all, name, value);
    }
};

/* Medians to be compared with two digits behind the point mean no more than that. */
constexpr double rounding = 0.005;

Target of_limit(const Json &calls, const std::string &architecture)
{
    Worst worst;
    double read = 0;
    each_pair(calls.at("variants"), [&](const Json &, const Json &shim) {
        if (!shim.at("own"))
            return;
        for (const char *point : points) {
            const Json &measured = shim.at("cases").at(point);
            const double quotient = spread(quotients(measured.at("call"), measured.at("limit"))).median;
            worst.add(quotient, 1.02 + rounding, point);
            if (std::string(point) == "read")
                read = quotient;
        }
    });
    return {fmt::format("a call on {} costs at most 1.02 times the limit", architecture),
            fmt::format("`read` {:.3f}; {}", read, worst.describe()), worst.within == worst.all};
}

/* In one round, each beside the limit that its own worker measured then. */
Values against_stock(const Json &stock, const Json &shim)
{
    return quotients(quotients(shim.at("call"), shim.at("limit")), quotients(stock.at("call"), stock.at("limit")));
}

void add_old(std::vector<Target> &targets, const Json &calls, const std::string &architecture)
{
    Worst worst;
    each_pair(calls.at("variants"), [&](const Json &stock, const Json &shim) {
        if (minor_of(stock) > 40)
            return;
        for (const char *point : points)
            worst.add(spread(against_stock(stock.at("cases").at(point), shim.at("cases").at(point))).median, 1 + rounding,
                      point);
    });
    if (worst.all != 0)
        targets.push_back({fmt::format("a call on {} costs at most 1.00 times that of glibc up to 2.40", architecture),
                           worst.describe(), worst.within == worst.all});
}

void add_new(std::vector<Target> &targets, const Json &calls, const std::string &architecture)
{
    const double aim = architecture == "i386" ? 0.1 : 0.9;
    each_pair(calls.at("variants"), [&](const Json &stock, const Json &shim) {
        if (minor_of(stock) <= 40)
            return;
        const Values values = quotients(shim.at("cases").at("read").at("call"), stock.at("cases").at("read").at("call"));
        const double found = spread(values).median;
        targets.push_back({fmt::format("`read` on {} costs {} than with {}", architecture,
                                       aim < 0.5 ? "10 times less" : "10 % less", stock.at("libc").get<std::string>()),
                           aim < 0.5 ? fmt::format("{:.1f} times less", 1 / found)
                                     : fmt::format("{:.1f} % less", 100 * (1 - found)),
                           found <= aim});
    });
}

void add_cancels(std::vector<Target> &targets, const Results &results)
{
    each_pair(results.cancels.at("variants"), [&](const Json &stock, const Json &shim) {
        if (!stock.at("own") || stock.at("architecture") != results.machine.at("architecture"))
            return;
        for (const char *state : {"blocked", "running", "disabled"}) {
            const Json &without = stock.at("states").at(state), &with = shim.at("states").at(state);
            const double found = spread(quotients(with.at("1").at("cleanup"), without.at("1").at("cleanup"))).median;
            targets.push_back({fmt::format("from `pthread_cancel` to the cleanup handler, the thread {}: at most 1.00 times {}",
                                           state, stock.at("libc").get<std::string>()),
                               fmt::format("{:.2f}", found), found <= 1 + rounding});
        }
        const Json &crowds = shim.at("states").at("blocked");
        if (!crowds.contains("10000"))
            return;
        const double grown = spread(values_of(crowds.at("10000").at("cancel"))).median /
                             spread(values_of(crowds.at("1").at("cancel"))).median;
        targets.push_back({"`pthread_cancel` does not grow with the number of threads",
                           fmt::format("{:.2f} times as long with 10,000 others as with 1", grown), grown < 1.5});
    });
}

void add_starts(std::vector<Target> &targets, const Results &results)
{
    for (const Json &start : results.starts.at("starts")) {
        if (start.at("cold") || start.at("architecture") != results.machine.at("architecture"))
            continue;
        const Json &times = start.at("times");
        const double with = spread(values_of(times.at("shim"))).median;
        const double without = spread(values_of(times.at("stock"))).median;
        const double found = spread(quotients(times.at("shim"), times.at("stock"))).median;
        if (start.at("program") == "bench_single")
            targets.push_back({"a process without threads starts and ends in at most 1.06 times the time",
                               fmt::format("{:.3f}", found), found <= 1.06 + rounding});
        else
            targets.push_back({"one with a thread within 1.5 ms",
                               fmt::format("{:.2f} ms in all, {:.2f} ms more than without", with / 1000, (with - without) / 1000),
                               with <= 1500});
    }
}

/* In all paths, on all of one architecture. */
void add_system_calls(std::vector<Target> &targets, const Results &results)
{
    unsigned paths = 0, more = 0;
    each_pair(results.steps.at("variants"),
              [&](const Json &stock, const Json &shim) {
                  for (const auto &[name, count] : shim.at("paths").items()) {
                      ++paths;
                      more += count.at("calls") > stock.at("paths").at(name).at("calls");
                  }
              });
    targets.push_back({"no call makes a system call more",
                       fmt::format("{} of {} paths do, of all C libraries", more, paths), more == 0 && paths != 0});
}

std::vector<Target> find_targets(const Results &results)
{
    std::vector<Target> targets;
    for (const Json &calls : results.calls.at("architectures")) {
        const std::string architecture = calls.at("architecture");
        targets.push_back(of_limit(calls, architecture));
        add_old(targets, calls, architecture);
        add_new(targets, calls, architecture);
    }
    add_cancels(targets, results);
    add_starts(targets, results);
    add_system_calls(targets, results);
    return targets;
}

} // namespace

std::string targets_section(const Results &results)
{
    std::string text = "| aim | measured | met |\n|---|---|---|\n";
    for (const Target &target : find_targets(results))
        text += fmt::format("| {} | {} | {} |\n", target.aim, target.found, target.met ? "yes" : "**no**");
    return text;
}

std::string summary_section(const Results &results)
{
    std::string text = "| | a `read` of one byte, ns | times the bare system call |\n|---|---:|---:|\n";
    for (const Json &calls : results.calls.at("architectures"))
        for (const Json &variant : calls.at("variants")) {
            const Json &read = variant.at("cases").at("read");
            text += fmt::format("| {}{} | {} | {:.2f} |\n", variant.at("name").get<std::string>(),
                                calls.at("architecture") == "i386" ? ", 32-bit" : "",
                                format_time(spread(values_of(read.at("call"))).median),
                                spread(quotients(read.at("call"), read.at("limit"))).median);
        }
    return text;
}

} // namespace safecancel::bench
