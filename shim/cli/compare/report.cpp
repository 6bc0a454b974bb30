/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <fmt/format.h>

#include "output.h"

namespace safecancel::compare {
namespace {

using tool::Colour;
using tool::in_colour;

/* Hunks shown of an aspect, and lines of a hunk's side. */
constexpr size_t most_hunks = 5, most_lines = 6;

const char *word(Verdict verdict)
{
    switch (verdict) {
    case Verdict::same:
        return "same";
    case Verdict::varies:
        return "varies by itself";
    case Verdict::different:
        return "DIFFERENT";
    case Verdict::not_seen:
        break;
    }
    return "not seen";
}

Colour colour(Verdict verdict)
{
    switch (verdict) {
    case Verdict::same:
        return Colour::good;
    case Verdict::different:
        return Colour::bad;
    default:
        return Colour::doubtful;
    }
}

std::string aspect_line(const Aspect &aspect, size_t runs)
{
    std::string summary = aspect.summary;
    if (aspect.verdict == Verdict::different)
        summary += fmt::format("; differs in {} of {} runs", aspect.differing, runs);
    if (aspect.verdict == Verdict::not_seen)
        summary = "not every run could be traced to its end";
    return fmt::format("  {:<19}  {}  {}\n", aspect.name, in_colour(colour(aspect.verdict), fmt::format("{:<16}", word(aspect.verdict))),
                       shown(summary, 40));
}

std::string measure_line(const Measure &measure)
{
    const std::string ratio = fmt::format("{:<16.2f}", measure.ratio);
    return fmt::format("  {:<19}  {}  {:.3f} {} without, {:.3f} with{}\n", measure.name,
                       measure.matters() ? in_colour(Colour::bad, ratio) : ratio, measure.without, measure.unit,
                       measure.with, measure.matters() ? fmt::format("; limit {}", measure.limit) : "");
}

std::string side(const Lines &lines, size_t begin, size_t end, char mark)
{
    std::string text;
    for (size_t i = begin; i < end && i < begin + most_lines; ++i)
        text += "  " + in_colour(mark == '-' ? Colour::bad : Colour::good, mark + shown(lines[i], 77)) + "\n";
    if (end > begin + most_lines)
        text += fmt::format("  {} [{} more]\n", mark, end - begin - most_lines);
    return text;
}

std::string hunks_of(const Aspect &aspect)
{
    std::string text;
    size_t line = size_t(-1);
    for (size_t i = 0; i < aspect.hunks.size() && i < most_hunks; ++i) {
        const Hunk &hunk = aspect.hunks[i];
        if (hunk.a != line)
            text += fmt::format("  @@ line {} @@\n", hunk.a + 1);
        text += side(aspect.without, hunk.a, hunk.a_end, '-') + side(aspect.with, hunk.b, hunk.b_end, '+');
        line = hunk.a_end;
    }
    if (aspect.hunks.size() > most_hunks)
        text += fmt::format("  [{} more places]\n", aspect.hunks.size() - most_hunks);
    return text;
}

} // namespace

std::string command_line(const std::vector<std::string> &words)
{
    std::string line;
    for (const std::string &each : words) {
        const bool plain = !each.empty() && each.find_first_of(" \t\n'\"\\$`*?[]{}()<>|&;#~!") == each.npos;
        std::string quoted = each;
        for (size_t at = 0; !plain && (at = quoted.find('\'', at)) != quoted.npos; at += 4)
            quoted.replace(at, 1, "'\\''");
        line += (line.empty() ? "" : " ") + (plain ? each : "'" + quoted + "'");
    }
    return line;
}

std::string differences_of(const Comparison &comparison)
{
    std::string text;
    for (const Aspect &aspect : comparison.aspects)
        if (aspect.verdict == Verdict::different)
            text += fmt::format("\n{}: - without, + with the shim\n", aspect.name) + hunks_of(aspect);
    return text;
}

std::string report(const Comparison &comparison)
{
    std::string text = fmt::format("{}\n{} runs without and {} with the shim, in turn\n\n",
                                   shown(command_line(comparison.words), 80), comparison.runs, comparison.runs);
    for (const Aspect &aspect : comparison.aspects)
        text += aspect_line(aspect, comparison.runs);
    for (const Measure &measure : comparison.measures)
        text += measure_line(measure);
    for (const Aspect &aspect : comparison.aspects)
        if (!aspect.note.empty())
            text += "\n" + tool::wrapped(aspect.name + ": ", aspect.note);
    text += differences_of(comparison) + "\n";
    return text + (comparison.differs() ? in_colour(Colour::bad, "There are differences.")
                                        : in_colour(Colour::good, "No difference that matters.")) + "\n";
}

std::string table_head(size_t name_width)
{
    return fmt::format("  {:<{}}  {:<16}  {:>7}  {:>7}\n", "program", name_width, "verdict", "time", "memory");
}

std::string table_line(const Comparison &comparison, size_t name_width)
{
    const std::string name = fmt::format("  {:<{}}  ", shown(comparison.name, name_width), name_width);
    if (!comparison.refused.empty())
        return name + in_colour(Colour::doubtful, fmt::format("{:<16}", "not compared")) + "\n" +
               tool::wrapped("     ", comparison.refused);
    bool varies = false;
    for (const Aspect &aspect : comparison.aspects)
        varies |= aspect.verdict == Verdict::varies;
    const Verdict verdict = comparison.differs() ? Verdict::different : varies ? Verdict::varies : Verdict::same;
    return name + in_colour(colour(verdict), fmt::format("{:<16}", word(verdict))) +
           fmt::format("  {:>7.2f}  {:>7.2f}\n", comparison.measures.front().ratio, comparison.measures.back().ratio);
}

Json as_json(const Comparison &comparison)
{
    Json json = {{"name", comparison.name}, {"command", comparison.words}};
    if (!comparison.refused.empty()) {
        json["refused"] = comparison.refused;
        return json;
    }
    json["runs"] = comparison.runs;
    json["differs"] = comparison.differs();
    for (const Aspect &aspect : comparison.aspects) {
        Json one = {{"aspect", aspect.name}, {"verdict", word(aspect.verdict)}, {"without", aspect.summary}};
        if (aspect.verdict == Verdict::different) {
            one["verdict"] = "different";
            one["differing_runs"] = aspect.differing;
        }
        for (const Hunk &hunk : aspect.hunks)
            one["differences"].push_back(
                {{"line", hunk.a + 1},
                 {"without", Lines(aspect.without.begin() + hunk.a, aspect.without.begin() + hunk.a_end)},
                 {"with", Lines(aspect.with.begin() + hunk.b, aspect.with.begin() + hunk.b_end)}});
        if (!aspect.note.empty())
            one["note"] = aspect.note;
        json["aspects"].push_back(one);
    }
    for (const Measure &each : comparison.measures)
        json["measures"].push_back({{"measure", each.name}, {"unit", each.unit}, {"without", each.without},
                                    {"with", each.with}, {"ratio", each.ratio}, {"matters", each.matters()}});
    return json;
}

} // namespace safecancel::compare
