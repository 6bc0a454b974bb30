/* SPDX-License-Identifier: MIT */
#include "defects.h"

#include <cstdio>
#include <sstream>

#include <fmt/format.h>

namespace safecancel::tool {

const Defect defects[8] = {
    {"D1", "the result of a completed call is lost"},
    {"D2", "a signal handler is cut short"},
    {"D3", "a request under a handler is forgotten"},
    {"D4", "EINTR from a call that is no point"},
    {"D5", "EINTR while cancellation is disabled"},
    {"D6", "a point costs more than its system call"},
    {"D7", "fortified calls are no points"},
    {"D8", "cleanup runs with signal 32 blocked"},
};

namespace {

/* A ratio from which a point costs more, and up to which it does not; and how far apart the quartiles of a verdict may be. */
constexpr double dearer = 1.06, as_dear = 1.05, quiet = 0.15;

Verdict judge_price(Finding &finding)
{
    const Price &price = *finding.price;
    if (price.low >= dearer)
        return Verdict::here;
    if (price.ratio <= as_dear && price.high - price.low <= quiet)
        return Verdict::absent;
    finding.why = fmt::format("noisy: half of the rounds lie between {:.2f} and {:.2f} times", price.low, price.high);
    return Verdict::inconclusive;
}

/* Seen once is enough; not seen is no proof but where most rounds of each call met the situation. */
Verdict judge_counts(Finding &finding)
{
    for (const Count &count : finding.counts)
        if (count.seen > 0)
            return Verdict::here;
    for (const Count &count : finding.counts)
        if (2 * count.met < count.tried || count.tried == 0) {
            finding.why = fmt::format("{} met the situation in {} of {} rounds only", count.call, count.met, count.tried);
            return Verdict::inconclusive;
        }
    return Verdict::absent;
}

/* One line of the probe's; false if it is none. */
bool read_line(const std::string &line, Finding &finding)
{
    char name[40];
    Count count = {};
    Price price = {};
    if (line.starts_with("why ")) {
        finding.why = line.substr(4);
        return true;
    }
    if (sscanf(line.c_str(), "price bare=%lf point=%lf low=%lf ratio=%lf high=%lf rounds=%d", &price.bare, &price.point,
               &price.low, &price.ratio, &price.high, &price.rounds) == 6) {
        finding.price = price;
        return true;
    }
    if (sscanf(line.c_str(), "%39s tried=%d met=%d seen=%d", name, &count.tried, &count.met, &count.seen) != 4)
        return false;
    count.call = name;
    finding.counts.push_back(count);
    return count.tried >= count.met && count.met >= count.seen && count.seen >= 0;
}

} // namespace

const char *verdict_name(Verdict verdict)
{
    switch (verdict) {
    case Verdict::here:
        return "here";
    case Verdict::absent:
        return "not here";
    case Verdict::inconclusive:
        break;
    }
    return "inconclusive";
}

Finding judge(const Ran &ran)
{
    Finding finding;
    std::istringstream lines(ran.out);
    bool done = false;
    for (std::string line; std::getline(lines, line);) {
        if (line == "done")
            done = true;
        else if (!read_line(line, finding))
            finding.why = fmt::format("the probe said '{}', which is not understood", line);
    }
    if (!ran.well() || !done) {
        if (finding.why.empty())
            finding.why = ran.how();
    }
    if (!finding.why.empty())
        return finding;
    if (finding.price)
        finding.verdict = judge_price(finding);
    else if (finding.counts.empty())
        finding.why = "the probe tried nothing";
    else
        finding.verdict = judge_counts(finding);
    return finding;
}

std::string figures(const Finding &finding)
{
    if (finding.price)
        return fmt::format("{:.0f} ns, the system call alone {:.0f} ns: {:.2f} times ({:.2f} to {:.2f})",
                           finding.price->point, finding.price->bare, finding.price->ratio, finding.price->low,
                           finding.price->high);
    std::string text;
    for (const Count &count : finding.counts)
        text += fmt::format("{}{} {} of {}", text.empty() ? "" : ", ", count.call, count.seen, count.met);
    return text;
}

} // namespace safecancel::tool
