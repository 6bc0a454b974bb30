/* SPDX-License-Identifier: MIT */
/*
 * The text format, version 0.0.4: for each metric HELP, TYPE and its samples
 * together.  Label values escape backslash, quote and newline.
 */
#include <functional>

#include <fmt/format.h>

#include "forms.h"

namespace safecancel::tool {
namespace {

std::string escaped(const std::string &value)
{
    std::string text;
    for (const char c : value)
        text += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
    return text;
}

std::string labels_of(const Statistics &one)
{
    return fmt::format("pid=\"{}\",program=\"{}\"", one.pid, escaped(one.program));
}

std::string metric(const char *name, const char *type, const char *help,
                   const std::function<void(std::string &samples)> &add)
{
    std::string text = fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
    add(text);
    return text;
}

using Several = std::vector<Statistics>;

/* A sample of each process. */
std::string of_process(const Several &several, const char *name, const char *help, uint64_t Statistics::*field)
{
    return metric(name, "counter", help, [&](std::string &samples) {
        for (const Statistics &one : several)
            samples += fmt::format("{}{{{}}} {}\n", name, labels_of(one), one.*field);
    });
}

/* A sample of each point of each process. */
std::string of_point(const Several &several, bool all, const char *name, const char *help,
                     const std::vector<std::pair<const char *, uint64_t PointCounts::*>> &fields)
{
    return metric(name, "counter", help, [&](std::string &samples) {
        for (const Statistics &one : several)
            for (const PointCounts &point : one.points)
                for (const auto &[label, field] : fields)
                    if (all || point.any())
                        samples += fmt::format("{}{{{},point=\"{}\"{}}} {}\n", name, labels_of(one),
                                               escaped(point.name), label, point.*field);
    });
}

} // namespace

std::string as_prometheus(const Several &several, bool all)
{
    std::string text = metric("safecancel_process", "gauge", "A process with libsafecancel.so: always 1.", [&](std::string &samples) {
        for (const Statistics &one : several)
            samples += fmt::format("safecancel_process{{{},state=\"{}\",level=\"{}\",version=\"{}\"}} 1\n",
                                   labels_of(one), name_of(one.life), name_of(one.level), escaped(one.version));
    });
    text += metric("safecancel_armed_timestamp_seconds", "gauge", "Since when is counted; 0 if not yet.", [&](std::string &samples) {
        for (const Statistics &one : several)
            samples += fmt::format("safecancel_armed_timestamp_seconds{{{}}} {}.{:03}\n", labels_of(one),
                                   one.armed / 1'000'000'000, one.armed / 1'000'000 % 1000);
    });
    text += of_process(several, "safecancel_requests_total", "Requests made by pthread_cancel.", &Statistics::requests);
    text += of_process(several, "safecancel_raised_again_total",
                       "Signals kept for a cancellation point under a user handler.", &Statistics::raised_again);
    text += of_point(several, all, "safecancel_acted_total", "Requests acted upon, before the system call was made or while blocked in it.",
                     {{",when=\"before\"", &PointCounts::acted_before}, {",when=\"blocked\"", &PointCounts::acted_blocked}});
    text += of_point(several, all, "safecancel_kept_total", "Requests that found a completed call, whose caller got the result.",
                     {{"", &PointCounts::kept}});
    text += of_point(several, all, "safecancel_failed_total", "Calls that failed with ECANCELED.", {{"", &PointCounts::failed}});
    return text;
}

} // namespace safecancel::tool
