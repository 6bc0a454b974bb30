/* SPDX-License-Identifier: MIT */
#include "forms.h"

#include <ctime>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "output.h"

namespace safecancel::tool {
namespace {

std::string local_time(uint64_t nanoseconds)
{
    const auto seconds = static_cast<time_t>(nanoseconds / 1'000'000'000);
    struct tm parts;
    char text[64];
    if (localtime_r(&seconds, &parts) == nullptr || strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts) == 0)
        return "?";
    return text;
}

Colour colour_of(Level level)
{
    return level == Level::full ? Colour::good : level == Level::off ? Colour::bad : Colour::doubtful;
}

const char *explained(Life life)
{
    switch (life) {
    case Life::running: return "running";
    case Life::left: return "gone without its exit handlers: crashed, killed, or by _exit";
    case Life::ended: return "ended in good order, but could not remove its page";
    }
    return "?";
}

std::string head(const Statistics &statistics)
{
    std::string text = wrapped("process   ", fmt::format("{} {}, {}", statistics.pid, statistics.program,
                                                         explained(statistics.life)));
    text += "level     " + in_colour(colour_of(statistics.level), name_of(statistics.level)) + "\n";
    if (!statistics.reason.empty())
        text += wrapped("          ", statistics.reason);
    if (statistics.armed != 0)
        text += fmt::format("counted   since {}, by safecancel {} for {}\n", local_time(statistics.armed),
                            statistics.version, statistics.machine);
    text += wrapped("page      ", statistics.file.empty() ? "in its memory only, lost when it ends" : statistics.file);
    return text;
}

std::string totals(const Statistics &statistics)
{
    const PointCounts total = statistics.total();
    const auto line = [](const char *what, uint64_t count) { return fmt::format("{:<54}{:>14}\n", what, count); };
    return line("requests made by pthread_cancel", statistics.requests) +
           line("acted upon before the system call was made", total.acted_before) +
           line("acted upon while blocked in it", total.acted_blocked) +
           line("found a completed call, whose caller got the result", total.kept) +
           line("made a point fail with ECANCELED", total.failed) +
           line("kept for a point under a user handler, by a signal", statistics.raised_again);
}

std::string point_rows(const Statistics &statistics, bool all)
{
    std::string rows;
    for (const PointCounts &point : statistics.points)
        if (all || point.any())
            rows += fmt::format("{:<24}{:>11}{:>11}{:>11}{:>11}\n", point.name, point.acted_before,
                                point.acted_blocked, point.kept, point.failed);
    if (rows.empty())
        return "";
    return "\n" + in_colour(Colour::strong, fmt::format("{:<24}{:>11}{:>11}{:>11}{:>11}", "system call", "before",
                                                        "blocked", "kept", "failed")) + "\n" + rows;
}

nlohmann::ordered_json counts_of(const PointCounts &point)
{
    return {{"acted_before", point.acted_before}, {"acted_blocked", point.acted_blocked},
            {"kept", point.kept}, {"failed", point.failed}};
}

nlohmann::ordered_json json_of(const Statistics &statistics, bool all)
{
    nlohmann::ordered_json object = {
        {"pid", statistics.pid}, {"state", name_of(statistics.life)}, {"level", name_of(statistics.level)},
        {"reason", statistics.reason}, {"program", statistics.program}, {"version", statistics.version},
        {"machine", statistics.machine}, {"file", nullptr}, {"armed_ns", statistics.armed},
        {"requests", statistics.requests}, {"raised_again", statistics.raised_again},
        {"total", counts_of(statistics.total())}, {"points", nlohmann::ordered_json::object()}};
    if (!statistics.file.empty())
        object["file"] = statistics.file;
    for (const PointCounts &point : statistics.points)
        if (all || point.any())
            object["points"][point.name] = counts_of(point);
    return object;
}

/* A path in it may be no UTF-8. */
std::string dumped(const nlohmann::ordered_json &json)
{
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace

const char *name_of(Life life)
{
    switch (life) {
    case Life::running: return "running";
    case Life::left: return "left";
    case Life::ended: return "ended";
    }
    return "?";
}

std::string as_text(const Statistics &statistics, bool all)
{
    return head(statistics) + "\n" + totals(statistics) + point_rows(statistics, all);
}

std::string as_table(const std::vector<Statistics> &several)
{
    std::string text = in_colour(Colour::strong, fmt::format("{:>8} {:<8}{:<14}{:>9}{:>9}{:>9}{:>9}  {}", "process",
                                                             "state", "level", "requests", "acted", "kept", "failed",
                                                             "program")) + "\n";
    for (const Statistics &one : several) {
        const PointCounts total = one.total();
        text += fmt::format("{:>8} {:<8}", one.pid, name_of(one.life)) +
                in_colour(colour_of(one.level), fmt::format("{:<14}", name_of(one.level))) +
                fmt::format("{:>9}{:>9}{:>9}{:>9}  {}\n", one.requests, total.acted_before + total.acted_blocked,
                            total.kept, total.failed, one.program);
    }
    return text;
}

std::string as_json(const Statistics &statistics, bool all)
{
    return dumped(json_of(statistics, all));
}

std::string as_json(const std::vector<Statistics> &several, bool all)
{
    auto array = nlohmann::ordered_json::array();
    for (const Statistics &one : several)
        array.push_back(json_of(one, all));
    return dumped(array);
}

} // namespace safecancel::tool
