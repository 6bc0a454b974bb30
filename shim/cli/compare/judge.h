/* SPDX-License-Identifier: MIT */
/*
 * Whether the runs with the shim differ from those without.  Each aspect of a run
 * is a list of lines.  What differs between two runs without the shim varies by
 * itself; a line, or a place between two, where it does, is no difference.
 */
#ifndef SAFECANCEL_COMPARE_JUDGE_H
#define SAFECANCEL_COMPARE_JUDGE_H

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <regex.h>

#include "lines.h"
#include "run.h"

namespace safecancel::compare {

/* Patterns of lines that are left out, extended regular expressions (grep -E). */
class Ignored {
public:
    /* Throws Refusal: no regular expression. */
    void add(const std::string &expression);
    bool matches(const std::string &line) const;

private:
    std::vector<std::shared_ptr<regex_t>> expressions_;
};

enum class Verdict { same, varies, different, not_seen };

struct Aspect {
    std::string name;
    Verdict verdict = Verdict::same;
    std::string summary;     /* of the first run without the shim */
    Lines without, with;     /* two runs that differ, if any does */
    std::vector<Hunk> hunks; /* where they do, and it matters */
    size_t differing = 0;    /* so many runs with the shim */
    bool always = false;     /* all of them */
    std::string note;        /* a remark that is no difference */
};

/* One measure: the medians of both sides, and their ratio; 0 if there is none. */
struct Measure {
    std::string name, unit;
    double without, with, ratio;
    double limit; /* above which the ratio matters; 0: never */
    bool matters() const { return limit > 0 && ratio > limit; }
};

struct Runs {
    std::vector<Run> without, with;             /* without counting system calls */
    std::vector<Run> counted_without, counted_with;
};

struct Limits {
    double time = 0, memory = 0;
};

/* All aspects, in the order in which they are shown. */
std::vector<Aspect> judge(const Runs &runs, const Ignored &ignored);
std::vector<Measure> measure(const Runs &runs, const Limits &limits);

bool matters(const std::vector<Aspect> &aspects);

} // namespace safecancel::compare

#endif
