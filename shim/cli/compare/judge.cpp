/* SPDX-License-Identifier: MIT */
#include "judge.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "refusal.h"

namespace safecancel::compare {
namespace {

using Part = std::function<Lines(const Run &)>;

/* Where runs without the shim differ from the first of them. */
class Varying {
public:
    explicit Varying(const Lines &first) : lines_(first.size()), places_(first.size() + 1) {}

    void add(const std::vector<Hunk> &hunks)
    {
        for (const Hunk &hunk : hunks) {
            std::fill(lines_.begin() + hunk.a, lines_.begin() + hunk.a_end, true);
            std::fill(places_.begin() + hunk.a, places_.begin() + hunk.a_end + 1, true);
            any_ = true;
        }
    }
    bool excuses(const Hunk &hunk) const
    {
        if (hunk.a == hunk.a_end)
            return places_[hunk.a];
        return std::all_of(lines_.begin() + hunk.a, lines_.begin() + hunk.a_end, [](bool varies) { return varies; });
    }
    bool any() const { return any_; }

private:
    std::vector<bool> lines_, places_;
    bool any_ = false;
};

/* A part of the runs, compared. */
Aspect compared(const std::string &name, const std::vector<Run> &without, const std::vector<Run> &with, const Part &part)
{
    Aspect aspect;
    aspect.name = name;
    aspect.without = part(without.front());
    Varying varying(aspect.without);
    for (const Run &run : without)
        varying.add(differences(aspect.without, part(run)));
    for (const Run &run : with) {
        Lines lines = part(run);
        std::vector<Hunk> hunks = differences(aspect.without, lines);
        std::erase_if(hunks, [&](const Hunk &hunk) { return varying.excuses(hunk); });
        if (hunks.empty())
            continue;
        if (aspect.differing++ == 0) {
            aspect.with = std::move(lines);
            aspect.hunks = std::move(hunks);
        }
    }
    aspect.always = aspect.differing == with.size();
    aspect.verdict = aspect.differing != 0 ? Verdict::different : varying.any() ? Verdict::varies : Verdict::same;
    return aspect;
}

Lines written(const Written &written, const Ignored &ignored)
{
    Lines lines = lines_of(written.kept);
    std::erase_if(lines, [&](const std::string &line) { return ignored.matches(line); });
    if (written.more != 0)
        lines.push_back(fmt::format("[{} more bytes, hash {:016x}]", written.more, written.hash));
    return lines;
}

long count_of(const Run::Calls &calls, const std::string &name)
{
    const auto found = calls.find(name);
    return found == calls.end() ? 0 : found->second;
}

long sum_of(const Run::Calls &calls)
{
    return std::accumulate(calls.begin(), calls.end(), 0L, [](long sum, const auto &call) { return sum + call.second; });
}

/*
 * The calls of a run, as they are compared.  Some are made once in a process, by whoever is
 * first to allocate or to sort: with the shim that may be its arming, before the program's first instruction.
 * What `like`, a run without it, made later is no difference then.  How often the heap grows depends on what else is in it.
 */
Run::Calls comparable(const Run &run, const Run &like)
{
    Run::Calls calls = run.calls;
    for (const auto &[name, count] : like.calls) {
        const long missing = count - count_of(calls, name);
        if (missing > 0 && count_of(run.start_calls, name) - count_of(like.start_calls, name) >= missing)
            calls[name] = count;
    }
    calls.erase("brk");
    return calls;
}

/* A call that is not made counts 0, so that all lists have the same lines. */
Part calls_of(const Runs &runs)
{
    Run::Calls all;
    for (const auto *side : {&runs.counted_without, &runs.counted_with})
        for (const Run &run : *side)
            all.insert(run.calls.begin(), run.calls.end());
    all.erase("brk");
    return [all, &like = runs.counted_without.front()](const Run &run) {
        const Run::Calls calls = comparable(run, like);
        Lines lines;
        for (const auto &[name, count] : all)
            lines.push_back(fmt::format("{} {}", name, count_of(calls, name)));
        return lines;
    };
}

std::string counted(long number, const char *what)
{
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

void add_calls(std::vector<Aspect> &aspects, const Runs &runs)
{
    Aspect calls = compared("system calls", runs.counted_without, runs.counted_with, calls_of(runs));
    calls.summary = counted(sum_of(runs.counted_without.front().calls), "call");
    calls.note = fmt::format("before the first instruction, not compared: {} without, {} with the shim",
                             sum_of(runs.counted_without.front().start_calls), sum_of(runs.counted_with.front().start_calls));
    aspects.push_back(std::move(calls));
}

double median(const std::vector<Run> &runs, const std::function<double(const Run &)> &value)
{
    std::vector<double> values;
    for (const Run &run : runs)
        values.push_back(value(run));
    std::sort(values.begin(), values.end());
    const size_t half = values.size() / 2;
    return values.size() % 2 != 0 ? values[half] : (values[half - 1] + values[half]) / 2;
}

} // namespace

void Ignored::add(const std::string &expression)
{
    std::shared_ptr<regex_t> compiled(new regex_t, [](regex_t *each) { delete each; });
    const int error = regcomp(compiled.get(), expression.c_str(), REG_EXTENDED | REG_NOSUB);
    if (error != 0) {
        char why[200];
        regerror(error, compiled.get(), why, sizeof why);
        tool::refuse("--ignore {}: {}: give an extended regular expression, as for grep -E", expression, why);
    }
    expressions_.emplace_back(compiled.get(), [compiled](regex_t *each) { regfree(each); });
}

bool Ignored::matches(const std::string &line) const
{
    return std::any_of(expressions_.begin(), expressions_.end(), [&](const auto &expression) {
        return regexec(expression.get(), line.c_str(), 0, nullptr, 0) == 0;
    });
}

std::vector<Aspect> judge(const Runs &runs, const Ignored &ignored)
{
    std::vector<Aspect> aspects;
    const auto add = [&](const char *name, const Part &part, const std::function<std::string(const Lines &)> &summary) {
        Aspect aspect = compared(name, runs.without, runs.with, part);
        aspect.summary = summary(aspect.without);
        aspects.push_back(std::move(aspect));
    };
    add("exit status", [](const Run &run) { return Lines{run.ending}; }, [](const Lines &lines) { return lines[0]; });
    const auto lines = [](const Lines &text) { return counted(static_cast<long>(text.size()), "line"); };
    add("standard output", [&](const Run &run) { return written(run.out, ignored); }, lines);
    add("standard error", [&](const Run &run) { return written(run.err, ignored); }, lines);
    add("descriptors at exit", [](const Run &run) { return run.descriptors; },
        [](const Lines &text) { return fmt::format("{} open", text.size()); });
    add("threads at exit", [](const Run &run) { return run.threads; },
        [](const Lines &text) { return counted(static_cast<long>(text.size()), "thread"); });
    const auto seen = [](const Run &run) { return run.seen; };
    if (!std::all_of(runs.without.begin(), runs.without.end(), seen) ||
        !std::all_of(runs.with.begin(), runs.with.end(), seen))
        for (Aspect *unseen : {&aspects[3], &aspects[4]})
            unseen->verdict = Verdict::not_seen, unseen->hunks.clear(), unseen->summary.clear();
    if (!runs.counted_without.empty())
        add_calls(aspects, runs);
    return aspects;
}

std::vector<Measure> measure(const Runs &runs, const Limits &limits)
{
    std::vector<Measure> measures;
    const auto add = [&](const char *name, const char *unit, double limit, const std::function<double(const Run &)> &value) {
        const double without = median(runs.without, value), with = median(runs.with, value);
        measures.push_back({name, unit, without, with, without > 0 ? with / without : 0, limit});
    };
    add("elapsed time", "s", limits.time, [](const Run &run) { return run.wall; });
    add("processor time", "s", limits.time, [](const Run &run) { return run.processor; });
    add("memory", "MiB", limits.memory, [](const Run &run) { return static_cast<double>(run.memory) / 1024; });
    return measures;
}

bool matters(const std::vector<Aspect> &aspects)
{
    return std::any_of(aspects.begin(), aspects.end(),
                       [](const Aspect &aspect) { return aspect.verdict == Verdict::different; });
}

} // namespace safecancel::compare
