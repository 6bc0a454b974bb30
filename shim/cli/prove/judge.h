/* SPDX-License-Identifier: MIT */
/* What a run's end means. */
#ifndef SAFECANCEL_PROVE_JUDGE_H
#define SAFECANCEL_PROVE_JUDGE_H

#include <string>

#include "run.h"

namespace safecancel::prove {

/* The letters stand in the JSON and the page. */
enum class Class : char {
    acted = 'a',     /* acted upon, or failed with ECANCELED, and nothing has happened */
    kept = 'k',      /* completed, the caller has the result; the next point is acted upon, or fails */
    lost = 'L',      /* the same, it has happened, and nobody was told */
    missed = 'M',    /* blocks although the request is pending */
    twice = 'T',     /* two points failed for one request */
    broken = 'B',    /* a crash, a wrong result, cleanup not run, a handler cut short */
    unreached = '-', /* the thread did not come by this position: no run */
};

struct Verdict {
    Class what;
    std::string why;   /* for lost and broken: what was seen */
};

/* What was done to the thread besides cancelling it. */
struct Done {
    bool user_signal = false;
    Handler handler{};
    bool in_handler = false;   /* the request came inside the user's handler */
};

Verdict judge(const Scene &scene, const Done &done, const Ending &ending);

} // namespace safecancel::prove

#endif
