/* SPDX-License-Identifier: MIT */
#include "summary.h"

namespace safecancel::prove {
namespace {

void count_class(Counts &counts, char letter)
{
    switch (static_cast<Class>(letter)) {
    case Class::acted: ++counts.acted; break;
    case Class::kept: ++counts.kept; break;
    case Class::lost: ++counts.lost; break;
    case Class::missed: ++counts.missed; break;
    case Class::twice: ++counts.twice; break;
    case Class::broken: ++counts.broken; break;
    case Class::unreached: ++counts.unreached; return;
    }
    ++counts.runs;
}

/* How many of a trace's instructions a variant's runs were stopped at; being asleep is none. */
size_t instructions_reached(const Json &variant, size_t instructions)
{
    const std::string classes = variant.at("classes");
    size_t reached = 0;
    for (size_t i = 0; i < classes.size(); ++i) {
        const bool all = variant.at("positions").is_string();
        const size_t position = all ? i : variant.at("positions").at(i).get<size_t>();
        reached += position < instructions && classes[i] != static_cast<char>(Class::unreached);
    }
    return reached;
}

} // namespace

Counts &Counts::operator+=(const Counts &other)
{
    instructions += other.instructions;
    stopped_at += other.stopped_at;
    runs += other.runs;
    acted += other.acted;
    kept += other.kept;
    lost += other.lost;
    missed += other.missed;
    twice += other.twice;
    broken += other.broken;
    unreached += other.unreached;
    unwound += other.unwound;
    not_unwound += other.not_unwound;
    return *this;
}

Counts count_variant(const Json &variant)
{
    Counts counts;
    for (const char letter : variant.at("classes").get<std::string>())
        count_class(counts, letter);
    return counts;
}

Counts count_situation(const Json &situation)
{
    Counts counts;
    if (situation.contains("skipped"))
        return counts;
    for (const Json &trace : situation.at("traces")) {
        counts.unwound += trace.at("unwound").get<size_t>();
        counts.not_unwound += trace.at("not_unwound").get<size_t>();
    }
    counts.instructions = situation.at("traces").at("point").at("instructions");
    for (const Json &variant : situation.at("variants")) {
        counts += count_variant(variant);
        if (is_at_each(variant.at("variant")))
            counts.stopped_at = instructions_reached(variant, counts.instructions);
    }
    return counts;
}

Counts count_row(const Json &row)
{
    Counts counts;
    for (const Json &situation : row.at("situations"))
        counts += count_situation(situation);
    return counts;
}

Counts count_side(const Json &rows, const std::string &side)
{
    Counts counts;
    for (const Json &row : rows)
        if (row.at("side") == side)
            counts += count_row(row);
    return counts;
}

Json to_json(const Counts &counts)
{
    return {{"instructions", counts.instructions}, {"stopped_at", counts.stopped_at}, {"runs", counts.runs},
            {"acted", counts.acted}, {"kept", counts.kept}, {"lost", counts.lost}, {"missed", counts.missed},
            {"twice", counts.twice}, {"broken", counts.broken}, {"unreached", counts.unreached}, {"unwound", counts.unwound},
            {"not_unwound", counts.not_unwound}};
}

} // namespace safecancel::prove
