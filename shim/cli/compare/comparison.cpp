/* SPDX-License-Identifier: MIT */
#include "comparison.h"

#include <algorithm>

#include "places.h"
#include "refusal.h"

namespace safecancel::compare {
namespace {

/*
 * When runs differ, more of them tell whether that varies by itself: a few if all
 * of those with the shim do, more if it is only some.
 */
constexpr unsigned more_runs = 2, many_more_runs = 12;

bool more_needed(const std::vector<Aspect> &aspects, unsigned already)
{
    return std::any_of(aspects.begin(), aspects.end(), [&](const Aspect &aspect) {
        return aspect.verdict == Verdict::different && already < (aspect.always ? more_runs : many_more_runs);
    });
}

Subject subject_of(const Options &options)
{
    Subject subject;
    subject.words = options.words;
    subject.input = options.input;
    subject.timeout = options.timeout;
    subject.shim = tool::shim_object(options.object);
    subject.preload = tool::preload_name(subject.shim);
    return subject;
}

class Play {
public:
    Play(const Subject &subject, const Progress &progress) : subject_(subject), progress_(progress) {}

    /* Runs it on both sides, not counting system calls or counting them. */
    void pair(bool counting)
    {
        subject_.count_calls = counting;
        for (const bool with_shim : {false, true}) {
            auto &side = counting ? (with_shim ? runs.counted_with : runs.counted_without)
                                  : (with_shim ? runs.with : runs.without);
            progress_(fmt::format("run {}{} {}", side.size() + 1, counting ? ", counting system calls," : "",
                                  with_shim ? "with the shim" : "without"));
            side.push_back(run_once(subject_, with_shim));
            check(side.back(), with_shim);
        }
    }

    Runs runs;

private:
    /* Two sides between which there is no difference to be seen say nothing. */
    void check(const Run &run, bool with_shim) const
    {
        if (run.late && !with_shim)
            tool::fail("{}: {} without the shim: give it something that ends, or --timeout", subject_.words[0], run.ending);
        if (run.seen && with_shim && !run.shim_loaded)
            tool::fail("{}: the shim is not loaded when it ends: safecancel inspect tells why", subject_.words[0]);
    }

    Subject subject_;
    const Progress &progress_;
};

} // namespace

bool Comparison::differs() const
{
    return matters(aspects) ||
           std::any_of(measures.begin(), measures.end(), [](const Measure &each) { return each.matters(); });
}

Comparison compare(const Options &options, const std::string &name, const Progress &progress)
{
    Ignored ignored;
    for (const std::string &expression : options.ignore)
        ignored.add(expression);
    Play play(subject_of(options), progress);
    for (unsigned i = 0; i < options.runs; ++i)
        play.pair(false);
    for (unsigned i = 0; i < options.runs && options.count_calls; ++i)
        play.pair(true);
    for (unsigned i = 0; more_needed(judge(play.runs, ignored), i); ++i) {
        play.pair(false);
        if (options.count_calls)
            play.pair(true);
    }
    Comparison result;
    result.name = name;
    result.words = options.words;
    result.runs = play.runs.without.size();
    result.aspects = judge(play.runs, ignored);
    result.measures = measure(play.runs, options.limits);
    return result;
}

} // namespace safecancel::compare
