/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <fmt/format.h>

namespace safecancel::prove {
namespace {

constexpr const char *line_form = "{:<28} {:<6} {:>13} {:>8} {:>8} {:>8} {:>6} {:>6} {:>6}\n";
constexpr const char *error_line_form = "{:<28} {:<6} {:>13} {:>8} {:>8} {:>8} {:>6} {:>6} {:>6} {:>6}\n";

/* The proof is of requests that are errors. */
bool is_of_errors(const Json &proof)
{
    return proof.contains("requests") && proof.at("requests").at(0) != "cancel";
}

/* Behind "all 4 points": the kind of request, if it is an error. */
std::string request_of(const Json &proof)
{
    if (!is_of_errors(proof))
        return {};
    return fmt::format(" ({})", proof.at("requests").size() > 2 ? "errors" : proof.at("requests").at(0).get<std::string>());
}

/* "16", or "600 of 2,512" where not every instruction was stopped at. */
std::string instructions_of(const Counts &counts)
{
    return counts.stopped_at == counts.instructions
               ? fmt::format("{}", counts.instructions)
               : fmt::format("{} of {}", counts.stopped_at, counts.instructions);
}

std::string line_of(const std::string &name, const std::string &side, const Counts &counts, bool of_errors)
{
    const size_t broken = counts.broken + counts.not_unwound;
    if (of_errors)
        return fmt::format(fmt::runtime(error_line_form), name, side, instructions_of(counts), counts.runs, counts.acted,
                           counts.kept, counts.lost, counts.missed, counts.twice, broken);
    return fmt::format(fmt::runtime(line_form), name, side, instructions_of(counts), counts.runs, counts.acted,
                       counts.kept, counts.lost, counts.missed, broken);
}

std::string details_of(const Json &row, bool of_errors)
{
    std::string text;
    for (const Json &situation : row.at("situations")) {
        if (situation.contains("skipped")) {
            text += fmt::format("  {}: skipped: {}\n", situation.at("situation").get<std::string>(),
                                situation.at("skipped").get<std::string>());
            continue;
        }
        text += fmt::format("  {}\n", situation.at("situation").get<std::string>());
        for (const Json &variant : situation.at("variants")) {
            const Counts counts = count_variant(variant);
            text += fmt::format("    {:<43} runs={} {}={} kept={} lost={} missed={}{} broken={}\n",
                                variant.at("variant").get<std::string>(), counts.runs, of_errors ? "failed" : "acted",
                                counts.acted, counts.kept, counts.lost, counts.missed,
                                of_errors ? fmt::format(" twice={}", counts.twice) : "", counts.broken);
        }
    }
    return text;
}

/* Why a row lacks a situation. */
std::string lacks_of(const Json &row)
{
    std::string text;
    if (row.contains("lacks"))
        for (const auto &[situation, reason] : row.at("lacks").items())
            text += fmt::format("  no situation \"{}\": {}\n", situation, reason.get<std::string>());
    return text;
}

} // namespace

std::string table_of(const Json &proof, bool detailed)
{
    std::string text = fmt::format(fmt::runtime(line_form), "point", "side", "instructions", "runs", "acted", "kept",
                                   "lost", "missed", "broken");
    const bool of_errors = is_of_errors(proof);
    if (of_errors)
        text = fmt::format(fmt::runtime(error_line_form), "point", "side", "instructions", "runs", "failed", "kept",
                           "lost", "missed", "twice", "broken");
    for (const Json &row : proof.at("rows")) {
        const std::string name = row.at("row");
        if (row.contains("skipped")) {
            text += fmt::format("{:<28} {:<6} skipped: {}\n", name, row.at("side").get<std::string>(),
                                row.at("skipped").get<std::string>());
            continue;
        }
        text += line_of(name, row.at("side"), count_row(row), of_errors);
        if (detailed)
            text += details_of(row, of_errors) + lacks_of(row);
    }
    for (const char *side : {"stock", "shim"})
        if (proof.at("summary").contains(side))
            text += line_of(fmt::format("all {} points{}", proof.at("summary").at(side).at("rows").get<size_t>(),
                                        request_of(proof)),
                            side, count_side(proof.at("rows"), side), of_errors);
    return text;
}

std::string summary_of(const Json &proof)
{
    const std::string release = proof.at("kernel"); /* whose build it is does not matter: 6.1.0-18-amd64 */
    std::string text = fmt::format(
        "`safecancel prove --both`, glibc {}, Linux {}, {}; {:.0f} s:\n\n"
        "| | points | runs | acted | kept | lost | missed | broken |\n|---|---:|---:|---:|---:|---:|---:|---:|\n",
        proof.at("glibc").get<std::string>(), release.substr(0, release.find('-')),
        proof.at("machine").get<std::string>(), proof.at("seconds").get<double>());
    for (const auto &[side, sum] : proof.at("summary").items())
        text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n",
                            side == "shim" ? "with the shim" : "glibc as it is", sum.at("rows").get<size_t>(),
                            sum.at("runs").get<size_t>(), sum.at("acted").get<size_t>(), sum.at("kept").get<size_t>(),
                            sum.at("lost").get<size_t>(), sum.at("missed").get<size_t>(),
                            sum.at("broken").get<size_t>());
    for (const auto &[side, sum] : proof.at("summary").items())
        text += fmt::format("\n{}: {} of the points' {} instructions were stopped at; the stack was unwound from {}.\n",
                            side == "shim" ? "With the shim" : "glibc as it is", sum.at("stopped_at").get<size_t>(),
                            sum.at("instructions").get<size_t>(), sum.at("unwound").get<size_t>());
    return text;
}

std::string failures_of(const Json &proof, size_t most)
{
    std::string text;
    size_t count = 0;
    const auto add = [&](const std::string &line) {
        if (++count <= most)
            text += line;
    };
    for (const Json &row : proof.at("rows")) {
        if (row.at("side") != "shim")
            continue;
        for (const Json &situation : row.at("situations")) {
            const std::string where = fmt::format("{} {}", row.at("row").get<std::string>(),
                                                  situation.at("situation").get<std::string>());
            if (situation.contains("skipped"))
                continue;
            for (const auto &[name, trace] : situation.at("traces").items())
                if (trace.contains("not_unwound_why"))
                    add(fmt::format("{}, {}: {}\n", where, name, trace.at("not_unwound_why").get<std::string>()));
            for (const Json &variant : situation.at("variants"))
                for (const Json &failure : variant.at("failures"))
                    add(fmt::format("{}, {}, at {}: {}\n", where, variant.at("variant").get<std::string>(),
                                    failure.at("position").get<size_t>(), failure.at("why").get<std::string>()));
        }
    }
    if (count > most)
        text += fmt::format("... and {} more: see --json\n", count - most);
    return text;
}

} // namespace safecancel::prove
