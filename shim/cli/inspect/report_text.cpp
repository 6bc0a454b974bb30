/* SPDX-License-Identifier: MIT */
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "output.h"
#include "report.h"

namespace safecancel::inspect {
namespace {

constexpr size_t most_names = 4;

std::string line(const char *label, const std::string &text)
{
    return tool::wrapped(fmt::format("{:<12}", label), text);
}

/* What a file calls itself may hold anything: nothing of it reaches a terminal as a control character. */
std::string printable(std::string text)
{
    const auto is_control = [](unsigned char c) { return (c < ' ' && c != '\n') || c == 127; };
    std::replace_if(text.begin(), text.end(), is_control, '?');
    return text;
}

/* "a, b, c and 4 more". */
std::string some(const std::vector<std::string> &names)
{
    if (names.size() <= most_names + 1)
        return fmt::format("{}", fmt::join(names, ", "));
    return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + most_names, ", "),
                       names.size() - most_names);
}

std::string process_lines(const Report &report)
{
    const Process &process = *report.process;
    static constexpr const char *seccomp[] = {"none", "strict", "a filter"};
    std::string text = line("process", fmt::format("{} ({}), {} thread{}, seccomp: {}{}", process.pid, process.name,
                                                   process.threads, process.threads == 1 ? "" : "s",
                                                   seccomp[std::min(process.seccomp, 2u)],
                                                   process.no_new_privileges ? ", no new privileges" : ""));
    if (process.other_root)
        text += line("", "in another mount namespace or root directory (a container): its files are read from there");
    if (process.exe_deleted)
        text += line("", "its program was deleted or replaced since it was started");
    std::vector<std::string> deleted;
    for (const std::string &path : process.deleted)
        if (path != process.exe)
            deleted.push_back(last_part(path));
    if (!deleted.empty())
        text += line("deleted", some(deleted) + ": deleted or replaced since; what is mapped is the old one");
    return text;
}

std::string shim_lines(const Report &report)
{
    std::string path = "not loaded";
    for (const Object &object : report.loaded.objects)
        if (object.ours)
            path = object.path;
    if (!report.shim_mapped && report.process->preload.value_or("").find("libsafecancel.so") != std::string::npos)
        path += ", though LD_PRELOAD names it: the loader could not use it, or the process was forked off another";
    std::string text = line("shim", path);
    if (!report.no_statistics.empty())
        text += line("level", "not known: " + report.no_statistics);
    if (!report.statistics)
        return text;
    const tool::Statistics &statistics = *report.statistics;
    const tool::PointCounts total = statistics.total();
    text += line("level", fmt::format("{}{}", name_of(statistics.level),
                                      statistics.reason.empty() ? "" : ": " + statistics.reason));
    text += line("so far", fmt::format("requests: {}; acted upon before the call: {}, while blocked: {}; results kept: {}; "
                                       "errors: {}; raised again: {}",
                                       statistics.requests, total.acted_before, total.acted_blocked, total.kept,
                                       total.failed, statistics.raised_again));
    return text;
}

std::string program_lines(const Report &report)
{
    const ElfFile &elf = report.program.elf;
    std::string text;
    for (const std::string &script : report.program.scripts)
        text += line(&script == &report.program.scripts[0] ? "script" : "", script);
    text += line("program", report.program.path);
    std::string kind = fmt::format("{}, {}", name_of(elf.kind), name_of(linkage_of(elf)));
    if (!elf.interpreter.empty())
        kind += ", loader " + elf.interpreter;
    if (!report.loaded.glibc.empty())
        kind += ", glibc " + report.loaded.glibc;
    text += line("kind", kind);
    if (elf.go)
        text += line("", "made by Go");
    if (elf.address_sanitizer)
        text += line("", "AddressSanitizer: gcc's has to come first in LD_PRELOAD; safecancel puts it there");
    const Privileges &privileges = report.program.privileges;
    if (!privileges.what.empty())
        text += line("privileges", privileges.what + (privileges.why_not.empty() ? "" : " (" + privileges.why_not + ")"));
    return text;
}

std::string object_lines(const Report &report, bool all)
{
    std::string text;
    std::vector<std::string> preloads, openers;
    size_t libraries = 0;
    for (const Object &object : report.loaded.objects) {
        const bool needed = object.from == "mapped" || object.from.rfind("needed", 0) == 0;
        libraries += needed ? 1 : 0;
        if (!needed && object.from != "program")
            preloads.push_back(fmt::format("{} ({})", object.name, object.from));
        if (!object.is_libc_family() && !object.ours && (object.imports("dlopen") || object.imports("dlmopen")))
            openers.push_back(object.name);
    }
    if (!preloads.empty())
        text += line("preloaded", fmt::format("{}", fmt::join(preloads, ", ")));
    for (const Problem &problem : report.loaded.ignored)
        text += line("", fmt::format("ignored by the loader: {}: {}", problem.name, problem.why));
    std::string found = fmt::format("{}{}", libraries, report.process ? " mapped" : " found");
    if (!openers.empty())
        found += fmt::format("; more may come by dlopen ({})", some(openers));
    if (report.program.elf.readable && (libraries != 0 || !openers.empty()))
        text += line("libraries", found);
    if (all)
        for (const Object &object : report.loaded.objects)
            text += line("", fmt::format("{} ({})", object.path, object.from));
    for (const Problem &problem : report.loaded.not_found)
        text += line("not found", fmt::format("{}, which {} needs", problem.name, problem.by));
    for (const Problem &problem : report.loaded.not_read)
        text += line("not read", fmt::format("{}: {}", problem.name, problem.why));
    return text;
}

std::string thread_lines(const Coverage &coverage)
{
    std::string text;
    for (const ThreadFunction &function : coverage.threads) {
        if (function.name.rfind("pthread_", 0) != 0 && function.name.rfind("thrd_", 0) != 0 && !is_own_function(function.name))
            continue;
        std::vector<std::string> names = function.importers;
        for (const std::string &name : function.weak_importers)
            names.push_back(name + " (weakly)");
        text += line(text.empty() ? "threads" : "", fmt::format("{}: {}", function.name, some(names)));
    }
    return text;
}

std::string point_lines(const Coverage &coverage, Way way)
{
    std::string text;
    for (const ImportedPoint &point : coverage.points) {
        if (point.way != way)
            continue;
        const std::string as = point.as == point.name ? "" : fmt::format(" (as {})", point.as);
        const std::string why = point.reason.empty() ? "" : ": " + point.reason;
        text += tool::wrapped("    ", fmt::format("{}{}, by {}{}", point.name, as, some(point.importers), why));
    }
    return text.empty() ? text : fmt::format("  {}\n{}", name_of(way), text);
}

std::string points_text(const Report &report, bool all)
{
    const Coverage &coverage = report.coverage;
    if (coverage.points.empty())
        return {};
    std::string text =
        line("points", fmt::format("{} imported: {} through the thunk, {} in libc's windows (at level full), {} not covered",
                                   coverage.points.size() - coverage.count(Way::no_point), coverage.count(Way::thunk),
                                   coverage.count(Way::window), coverage.count(Way::uncovered)));
    if (all)
        text += point_lines(coverage, Way::thunk) + point_lines(coverage, Way::window);
    text += point_lines(coverage, Way::uncovered);
    if (all)
        text += point_lines(coverage, Way::no_point);
    return text;
}

/* Never broken: it is one line. */
std::string verdict_line(const Verdict &verdict)
{
    std::string one = printable(verdict.line);
    std::replace(one.begin(), one.end(), '\n', '?');
    return tool::in_colour(verdict.helps ? tool::Colour::good : tool::Colour::doubtful, one) + "\n";
}

} // namespace

const char *name_of(Way way)
{
    switch (way) {
    case Way::thunk:
        return "through the thunk";
    case Way::window:
        return "in libc's windows";
    case Way::uncovered:
        return "not covered";
    case Way::no_point:
        break;
    }
    return "no point in glibc";
}

std::string text_of(const Report &report, bool all)
{
    std::string text;
    if (report.process)
        text += process_lines(report) + shim_lines(report);
    text += program_lines(report) + object_lines(report, all) + thread_lines(report.coverage) + points_text(report, all);
    return printable(text) + verdict_line(report.verdict);
}

} // namespace safecancel::inspect
