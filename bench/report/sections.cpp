/* SPDX-License-Identifier: MIT */
/* The tables of what was measured; see sections.h.  Targets and plots have files of their own. */
#include "sections.h"

#include <fmt/core.h>

namespace safecancel::bench {

std::string format_spread(const Spread &spread, int digits)
{
    return fmt::format("{1:.{0}f} ({2:.{0}f} - {3:.{0}f})", digits, spread.median, spread.low, spread.high);
}

std::string format_time(double nanoseconds)
{
    return nanoseconds < 10 ? fmt::format("{:.1f}", nanoseconds) : fmt::format("{:.0f}", nanoseconds);
}

Json select(const Json &variants, const std::string &key, const Json &value)
{
    Json chosen = Json::array();
    for (const Json &variant : variants)
        if (variant.at(key) == value)
            chosen.push_back(variant);
    return chosen;
}

const Json *calls_of(const Results &results, const std::string &architecture)
{
    for (const Json &measured : results.calls.at("architectures"))
        if (measured.at("architecture") == architecture)
            return &measured;
    return nullptr;
}

namespace {

/* A line of a table. */
std::string row(const std::vector<std::string> &cells)
{
    std::string line = "|";
    for (const std::string &cell : cells)
        line += " " + cell + " |";
    return line + "\n";
}

/* The line below a table's head: the first column is text, the others are numbers. */
std::string rule(size_t columns)
{
    std::string line = "|---|";
    for (size_t i = 1; i < columns; ++i)
        line += "---:|";
    return line + "\n";
}

std::string table_head(const std::vector<std::string> &cells)
{
    return row(cells) + rule(cells.size());
}

double median_of(const Json &list)
{
    return spread(values_of(list)).median;
}

std::string microseconds(double value)
{
    return value < 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

} // namespace

std::string machine_section(const Results &results)
{
    const Json &machine = results.machine;
    std::string text = table_head({"", ""});
    const auto line = [&](const char *name, const std::string &value) { text += row({name, value}); };
    line("date", machine.at("date"));
    line("processor", fmt::format("{}, {} of them{}", machine.at("processor").get<std::string>(),
                                  machine.at("processors").get<int>(), machine.at("virtual") ? ", a virtual machine" : ""));
    line("kernel", machine.at("kernel"));
    line("system", machine.at("system"));
    line("frequency governor", machine.at("governor"));
    line("load when it began", machine.at("load"));
    for (const auto &[name, state] : machine.at("mitigations").items())
        if (state != "Not affected")
            line(name.c_str(), state);
    return text;
}

std::string calls_section(const Results &results, const std::string &architecture)
{
    const Json *calls = calls_of(results, architecture);
    if (calls == nullptr)
        return "Not measured.\n";
    const Json &variants = calls->at("variants");
    std::vector<std::string> head = {"", "the limit"};
    for (const Json &variant : variants)
        head.push_back(variant.at("name"));
    std::string text = "Nanoseconds, and times the limit (half of the rounds lie in between):\n\n" + table_head(head);
    for (const std::string name : calls->at("cases")) {
        Values limits;
        std::vector<std::string> cells = {name, ""};
        for (const Json &variant : variants) {
            const Json &measured = variant.at("cases").at(name);
            const Values limit = values_of(measured.at("limit"));
            limits.insert(limits.end(), limit.begin(), limit.end());
            cells.push_back(format_time(median_of(measured.at("call"))) + "<br>" +
                            format_spread(spread(quotients(measured.at("call"), measured.at("limit"))), 3));
        }
        cells[1] = format_time(spread(limits).median);
        text += row(cells);
    }
    if (const Json &first = variants[0].at("cases").at("read"); first.contains("other"))
        text += fmt::format("\n`int $0x80`, as a called function that is nothing else: {} ns.\n",
                            format_time(median_of(first.at("other"))));
    return text;
}

std::string steps_section(const Results &results, const std::string &architecture)
{
    const Json variants = select(results.steps.at("variants"), "architecture", architecture);
    if (variants.empty())
        return "Not counted.\n";
    std::vector<std::string> head = {""};
    for (const Json &variant : variants)
        head.push_back(variant.at("name"));
    std::string text = table_head(head);
    for (const auto &[name, ignored] : variants[0].at("paths").items()) {
        std::vector<std::string> cells = {name};
        for (const Json &variant : variants) {
            const Json &count = variant.at("paths").at(name);
            cells.push_back(count.at("calls") == 0 ? fmt::format("{}", count.at("before").get<long>())
                                                   : fmt::format("{} + {}", count.at("before").get<long>(),
                                                                 count.at("after").get<long>()));
        }
        text += row(cells);
    }
    return text;
}

std::string cancels_section(const Results &results)
{
    std::string text;
    for (const char *what : {"cancel", "cleanup"}) {
        text += std::string(what[1] == 'a' ? "`pthread_cancel` itself" : "\nUntil the cleanup handler runs") +
                ", microseconds:\n\n" + table_head({"the thread", "libc", "1 other", "10", "100", "1,000", "10,000"});
        for (const char *state : {"blocked", "running", "disabled"})
            for (const Json &variant : results.cancels.at("variants")) {
                std::vector<std::string> cells = {state, variant.at("name")};
                if (variant.at("architecture") != results.machine.at("architecture"))
                    cells[1] += ", 32-bit";
                for (const char *others : {"1", "10", "100", "1000", "10000"}) {
                    const Json &crowds = variant.at("states").at(state);
                    cells.push_back(crowds.contains(others)
                                        ? fmt::format("{:.2f}", median_of(crowds.at(others).at(what)) / 1000)
                                        : "-");
                }
                text += row(cells);
            }
    }
    return text;
}

std::string starts_section(const Results &results)
{
    std::string text = table_head({"", "without", "with", "added", "times"});
    for (const Json &start : results.starts.at("starts")) {
        const Json &times = start.at("times");
        const double without = median_of(times.at("stock")), with = median_of(times.at("shim"));
        text += row({fmt::format("{}{}, {}", start.at("program") == "bench_single" ? "no thread" : "one thread",
                                 start.at("architecture") == "i386" ? ", 32-bit" : "", start.at("cold") ? "cold" : "warm"),
                     fmt::format("{:.0f}", without), fmt::format("{:.0f}", with), fmt::format("{:.0f}", with - without),
                     format_spread(spread(quotients(times.at("shim"), times.at("stock"))), 3)});
    }
    return "Microseconds from start to end, medians:\n\n" + text;
}

std::string arming_section(const Results &results)
{
    const Json &arming = results.starts.at("arming");
    if (arming.empty())
        return "Not measured.\n";
    const std::pair<const char *, const char *> meanings[] = {
        {"definitions", "the next definition of each function"},
        {"layout", "glibc's `struct pthread`, found and probed"},
        {"load", "the audit object is loaded"},
        {"thunks", "the audit of both thunks"},
        {"windows", "libc's own windows are found"},
        {"unload", "the audit object is unloaded"},
        {"unwinder", "libgcc_s is loaded, to unwind with"},
        {"dispatch", "the table of targets is written"},
        {"others", "settings, files, sealing"},
        {"all", "**in all**"},
    };
    std::string text = table_head({"step", "microseconds"});
    for (const auto &[name, meaning] : meanings)
        text += row({meaning, microseconds(median_of(arming.at(name)))});
    return text;
}

std::string programs_section(const Results &results)
{
    std::string text = table_head({"", "without", "with", "times"});
    for (const Json &program : results.programs.at("programs")) {
        const Json &costs = program.at("costs");
        const double without = median_of(costs.at("stock")), with = median_of(costs.at("shim"));
        const double unit = without < 0.01 ? 1e6 : 1e3;
        const char *name = without < 0.01 ? "us" : "ms";
        text += row({fmt::format("{}, {}", program.at("name").get<std::string>(), program.at("libc").get<std::string>()),
                     fmt::format("{:.1f} {}", without * unit, name), fmt::format("{:.1f} {}", with * unit, name),
                     format_spread(spread(quotients(costs.at("shim"), costs.at("stock"))), 3)});
    }
    return text;
}

std::string memory_section(const Results &results)
{
    std::string text = table_head({"kilobytes, private / share", "without", "with"});
    const std::pair<const char *, const char *> rows[] = {{"single", "a process that never makes a thread"},
                                                          {"0", "one that could"},
                                                          {"1", "one with a thread"},
                                                          {"1000", "one with 1,000"}};
    for (const std::string &architecture : {results.machine.at("architecture").get<std::string>(), std::string("i386")}) {
        const Json variants = select(results.memory.at("variants"), "architecture", architecture);
        if (variants.size() != 2)
            continue;
        const auto size = [&](int side, const char *row, const char *kind) {
            return median_of(variants[side].at("sizes").at(row).at(kind));
        };
        for (const auto &[key, meaning] : rows)
            text += row({std::string(meaning) + (architecture == "i386" ? ", 32-bit" : ""),
                         fmt::format("{:.0f} / {:.0f}", size(0, key, "private"), size(0, key, "pss")),
                         fmt::format("{:.0f} / {:.0f}", size(1, key, "private"), size(1, key, "pss"))});
        const auto each = [&](int side) { return (size(side, "1000", "private") - size(side, "0", "private")) / 1000; };
        text += row({std::string("each thread") + (architecture == "i386" ? ", 32-bit" : ""),
                     fmt::format("{:.2f}", each(0)), fmt::format("{:.2f}", each(1))});
    }
    return text;
}

std::string unmeasured_section(const Results &results)
{
    std::string text;
    for (const Json *part : {&results.steps, &results.cancels, &results.starts, &results.programs, &results.memory})
        for (const std::string line : part->at("unmeasured"))
            text += "- " + line + "\n";
    const Json *calls = calls_of(results, results.machine.at("architecture"));
    if (calls != nullptr && !calls->at("variants")[0].at("cases").at("read").contains("limit_cycles"))
        text += "- Cycles and instructions of a call by the processor's counters: this system does not let them be read.\n";
    return text.empty() ? "Nothing was left out.\n" : text;
}

} // namespace safecancel::bench
