/* SPDX-License-Identifier: MIT */
#include <audit.h>

#include "examination.h"

namespace safecancel::tool {
namespace {

using Json = nlohmann::ordered_json;

Json of(const Machine &machine)
{
    return {{"libc", machine.libc},     {"package", machine.package},           {"system", machine.system},
            {"kernel", machine.kernel}, {"architecture", machine.architecture}, {"processor", machine.processor},
            {"processors", machine.processors}};
}

Json of(const Finding &finding)
{
    Json json = {{"verdict", verdict_name(finding.verdict)}};
    if (!finding.why.empty())
        json["why"] = finding.why;
    for (const Count &count : finding.counts)
        json["calls"].push_back({{"call", count.call}, {"tried", count.tried}, {"met", count.met}, {"seen", count.seen}});
    if (finding.price)
        json["price"] = {{"system_call_ns", finding.price->bare}, {"point_ns", finding.price->point},
                         {"ratio", finding.price->ratio},         {"lower_quartile", finding.price->low},
                         {"upper_quartile", finding.price->high}, {"rounds", finding.price->rounds}};
    return json;
}

Json of(const Level &level)
{
    Json json = {{"name", level.name}, {"reason", level.reason}};
    if (level.name == "full" || level.name == "points only")
        json["layout"] = {{"cancelhandling", level.word_offset}, {"tid", level.tid_offset}, {"witness", level.witness}},
        json["membarrier"] = level.membarrier(), json["unneeded_signals"] = level.signals,
        json["points"] = {{"through_the_thunk", level.points}, {"chained", level.chained_names}},
        json["libc_points"] = {{"understood", level.understood},
                               {"not_understood", level.not_understood},
                               {"left_to_libc", level.left_to_libc},
                               {"while_disabled", level.disabled_points}};
    json["warnings"] = level.warnings;
    json["not_understood"] = level.strange;
    return json;
}

Json of(const Preloads &preloads)
{
    Json list = Json::array();
    for (const Preload &other : preloads.others)
        list.push_back({{"file", other.file}, {"from", other.from}, {"after_ours", other.after}, {"points", other.points}});
    return list;
}

Json of(const AuditedThunk &thunk)
{
    Json json = {{"begin", thunk.begin - thunk.start},
                 {"end", thunk.end - thunk.start},
                 {"cancel", thunk.cancel - thunk.start},
                 {"passed", thunk.passed},
                 {"message", thunk.message}};
    for (const ShownInstruction &shown : disassemble(thunk))
        json["code"].push_back(
            {{"offset", shown.offset}, {"bytes", shown.bytes}, {"text", shown.text}, {"in_window", shown.in_window}});
    return json;
}

Json of(const AuditedWindow &window)
{
    Json json = {{"function", window.name}, {"offset", window.offset}, {"size", window.end - window.begin}};
    if ((window.flags & SC_AUDIT_CALLS) != 0 && window.number != SC_AUDIT_NUMBER_UNKNOWN)
        json["system_call"] = window.number;
    return json;
}

} // namespace

nlohmann::ordered_json as_json(const Examination &examination)
{
    Json json = {{"machine", of(examination.machine)},
                 {"object", examination.shim},
                 {"level", of(examination.level)},
                 {"preloads", of(examination.preloads)},
                 {"system_wide", examination.preloads.system_wide}};
    for (const Tried &tried : examination.tried)
        json["defects"].push_back({{"id", tried.defect->id},
                                   {"title", tried.defect->title},
                                   {"glibc", of(tried.glibc)},
                                   {"shim", of(tried.shim)}});
    if (examination.transcript) {
        json["audit"] = {{"why_not", examination.transcript->why}, {"thunks", Json::array()}, {"libc_windows", Json::array()}};
        for (const AuditedThunk &thunk : examination.transcript->thunks)
            json["audit"]["thunks"].push_back(of(thunk));
        for (const AuditedWindow &window : examination.transcript->windows)
            json["audit"]["libc_windows"].push_back(of(window));
    }
    json["good"] = examination.good();
    return json;
}

} // namespace safecancel::tool
