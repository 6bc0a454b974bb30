/* SPDX-License-Identifier: MIT */
#include "report.h"

namespace safecancel::inspect {
namespace {

using Json = nlohmann::json;

/* Names in files are bytes, and JSON is UTF-8: what is none becomes U+FFFD when it is written. */
Json object_of(const Object &object)
{
    Json functions = Json::array();
    for (const Symbol &symbol : object.elf.imports)
        functions.push_back(symbol.name);
    return {{"path", object.path},   {"name", object.name},     {"from", object.from},
            {"shim", object.ours},   {"needed", object.elf.needed}, {"imports", functions},
            {"libc", object.is_libc_family()}};
}

Json problems_of(const std::vector<Problem> &problems)
{
    Json list = Json::array();
    for (const Problem &problem : problems)
        list.push_back({{"name", problem.name}, {"why", problem.why}, {"by", problem.by}});
    return list;
}

Json point_of(const ImportedPoint &point)
{
    return {{"name", point.name},     {"point", point.as}, {"way", name_of(point.way)},
            {"reason", point.reason}, {"imported_by", point.importers}};
}

Json statistics_of(const tool::Statistics &statistics)
{
    const tool::PointCounts total = statistics.total();
    return {{"level", name_of(statistics.level)},
            {"reason", statistics.reason},
            {"version", statistics.version},
            {"requests", statistics.requests},
            {"acted_before", total.acted_before},
            {"acted_blocked", total.acted_blocked},
            {"kept", total.kept},
            {"failed", total.failed},
            {"raised_again", statistics.raised_again}};
}

Json process_of(const Report &report)
{
    const Process &process = *report.process;
    Json json = {{"pid", process.pid},
                 {"name", process.name},
                 {"user", process.user},
                 {"threads", process.threads},
                 {"seccomp", process.seccomp},
                 {"no_new_privileges", process.no_new_privileges},
                 {"other_root", process.other_root},
                 {"program_deleted", process.exe_deleted},
                 {"deleted", process.deleted},
                 {"shim_loaded", report.shim_mapped}};
    json["preload"] = process.preload ? Json(*process.preload) : Json();
    json["statistics"] = report.statistics ? statistics_of(*report.statistics) : Json();
    if (!report.no_statistics.empty())
        json["no_statistics"] = report.no_statistics;
    return json;
}

Json program_of(const Report &report)
{
    const Program &program = report.program;
    return {{"path", program.path},
            {"scripts", program.scripts},
            {"architecture", name_of(program.elf.kind)},
            {"linkage", name_of(linkage_of(program.elf))},
            {"loader", program.elf.interpreter},
            {"go", program.elf.go},
            {"address_sanitizer", program.elf.address_sanitizer},
            {"privileges", program.privileges.what},
            {"gains_privileges", program.privileges.gained}};
}

} // namespace

Json json_of(const Report &report)
{
    Json json = {{"verdict", report.verdict.line},
                 {"helps", report.verdict.helps},
                 {"program", program_of(report)},
                 {"glibc", report.loaded.glibc},
                 {"not_found", problems_of(report.loaded.not_found)},
                 {"not_read", problems_of(report.loaded.not_read)},
                 {"ignored_preloads", problems_of(report.loaded.ignored)}};
    if (report.process)
        json["process"] = process_of(report);
    json["objects"] = Json::array();
    for (const Object &object : report.loaded.objects)
        json["objects"].push_back(object_of(object));
    json["threads"] = Json::object();
    for (const ThreadFunction &function : report.coverage.threads)
        json["threads"][function.name] = {{"imported_by", function.importers}, {"weakly_by", function.weak_importers}};
    json["points"] = Json::array();
    for (const ImportedPoint &point : report.coverage.points)
        json["points"].push_back(point_of(point));
    for (const Way way : {Way::thunk, Way::window, Way::uncovered, Way::no_point})
        json["counts"][name_of(way)] = report.coverage.count(way);
    return json;
}

} // namespace safecancel::inspect
