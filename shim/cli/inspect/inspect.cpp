/* SPDX-License-Identifier: MIT */
/* safecancel inspect PROGRAM|PID: whether the shim helps a program, or is at work in a process. */
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "command.h"
#include "library_search.h"
#include "output.h"
#include "places.h"
#include "point_table.h"
#include "refusal.h"
#include "report.h"

namespace safecancel::inspect {
namespace {

std::string variable(const char *name)
{
    const char *value = getenv(name);
    return value != nullptr ? value : "";
}

/* The shim that would be preloaded, and what it is for; nothing where none is installed beside this tool. */
struct Shim {
    std::string path, preload_name;
    Kind kind{};
};

Shim find_shim(const std::string &given)
{
    Shim shim;
    try {
        shim.path = tool::shim_object(given);
        const Descriptor place(open(shim.path.c_str(), O_PATH | O_CLOEXEC));
        shim.kind = read_elf(FileSource(place), is_wanted).kind;
        shim.preload_name = tool::preload_name(shim.path);
    } catch (const tool::Refusal &) {
        if (!given.empty() || !variable("SAFECANCEL_LIBRARY").empty())
            throw;
    } catch (const Unusable &unusable) {
        tool::refuse("{}: {}: name the preloaded object with --library FILE", shim.path, unusable.why);
    }
    return shim;
}

bool is_there(const std::string &path)
{
    return path.empty() || access(path.c_str(), F_OK) == 0;
}

Report inspect_program(const std::string &name, const Shim &shim)
{
    Report report;
    report.program = find_program(name);
    Surroundings surroundings;
    surroundings.ld_library_path = variable("LD_LIBRARY_PATH");
    surroundings.ld_preload = variable("LD_PRELOAD");
    surroundings.shim = shim.preload_name;
    surroundings.privileged = report.program.privileges.gained;
    const ElfFile &elf = report.program.elf;
    const Linkage linkage = linkage_of(elf);
    if (is_supported(elf.kind) && (linkage == Linkage::dynamic || linkage == Linkage::library))
        report.loaded = resolve(report.program.path, elf, surroundings);
    else
        report.loaded.objects.push_back({report.program.path, last_part(report.program.path), "program", 0, false, true, elf});
    report.coverage = coverage_of(report.loaded);
    report.verdict = verdict_of({elf, report.loaded, report.coverage, report.program.privileges, shim.kind,
                                 shim.preload_name.find('$') != std::string::npos, !is_there(elf.interpreter)});
    return report;
}

/* What the process's own page says; where it cannot be read, why. */
void read_statistics(Report &report)
{
    try {
        report.statistics = tool::statistics_of(static_cast<pid_t>(report.process->pid), tool::page_directory());
    } catch (const tool::Refusal &refusal) {
        report.no_statistics = refusal.why;
    }
    if (!report.statistics && report.no_statistics.empty())
        report.no_statistics = "its version keeps no statistics page";
}

Verdict verdict_of_process(const Report &report)
{
    if (!report.shim_mapped) {
        const Verdict program = verdict_of({report.program.elf, report.loaded, report.coverage, {}, {}, true, false});
        return {false, fmt::format("not active here; started with safecancel: {}", program.line)};
    }
    if (!report.statistics)
        return {true, "loaded, but what it does here cannot be read: see above"};
    const tool::Statistics &statistics = *report.statistics;
    switch (statistics.level) {
    case tool::Level::unarmed:
        return {true, "loaded, not armed yet: it has made no threads"};
    case tool::Level::off:
        return {false, "loaded, but stands aside: level off"};
    case tool::Level::points_only:
    case tool::Level::full:
        break;
    }
    return {true, fmt::format("active: level {}, {} request{} so far", name_of(statistics.level), statistics.requests,
                              statistics.requests == 1 ? "" : "s")};
}

Report inspect_process(long pid)
{
    Report report;
    report.process = read_process(pid);
    report.loaded = report.process->loaded;
    report.program.path = report.process->exe;
    report.program.elf = report.loaded.objects[0].elf;
    report.coverage = coverage_of(report.loaded);
    report.shim_mapped = std::any_of(report.loaded.objects.begin(), report.loaded.objects.end(),
                                     [](const Object &object) { return object.ours; });
    if (report.shim_mapped)
        read_statistics(report);
    report.verdict = verdict_of_process(report);
    return report;
}

/* A process ID: digits alone.  A program of such a name is named with a slash. */
bool is_pid(const std::string &subject)
{
    return !subject.empty() && subject.size() < 10 && subject.find_first_not_of("0123456789") == subject.npos;
}

constexpr const char *footer =
    "A subject of digits alone is a process ID; ./123 is a program. Nothing of the\n"
    "program is run. LD_PRELOAD and LD_LIBRARY_PATH count as they would for it.\n"
    "Exit status: 0 the shim will help or may help, or is loaded in the process and\n"
    "not off; 1 it will not, or is not; 2 the subject, or an option, cannot be used;\n"
    "3 failed otherwise.";

} // namespace
} // namespace safecancel::inspect

namespace safecancel::tool {

int inspect_command(CLI::App &app, const Arguments &arguments)
{
    std::string subject, library;
    bool json = false, all = false;
    app.add_option("PROGRAM|PID", subject, "a path, a name in PATH, or a process ID")->required();
    app.add_flag("--all,--points", all, "list every library and every point, not only what is not covered");
    app.add_flag("--json", json, "print all there is as JSON");
    app.add_option("--library", library, "the object that would be preloaded")->type_name("FILE");
    app.footer(inspect::footer);
    parse(app, arguments);
    const inspect::Report report = inspect::is_pid(subject)
                                       ? inspect::inspect_process(std::stol(subject))
                                       : inspect::inspect_program(subject, inspect::find_shim(library));
    print(json ? inspect::json_of(report).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"
               : inspect::text_of(report, all));
    return report.verdict.helps ? status_good : status_found;
}

} // namespace safecancel::tool
