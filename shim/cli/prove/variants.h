/* SPDX-License-Identifier: MIT */
/* The ways in which a scene is cancelled; each is played at every position of a trace. */
#ifndef SAFECANCEL_PROVE_VARIANTS_H
#define SAFECANCEL_PROVE_VARIANTS_H

#include <string>
#include <vector>

#include "judge.h"
#include "trace.h"

namespace safecancel::prove {

struct Variant {
    const char *name;
    const char *trace;                /* whose positions: "point", "handler", "handler, SA_RESTART", "handler that calls",
                                         "canceller", "acting" */
    const char *situations;           /* which it is played in, of "completes blocks fails partial" */
    Done done;
    /* Takes the threads to the position and makes the request there.  False if it is not reached. */
    bool (*play)(Run &run, const Position &position);
};

const std::vector<Variant> &variants();

/* Of a trace of `size` instructions which enters the kernel at `calls`, at most `limit`: those around the calls first. */
std::vector<size_t> choose_positions(size_t size, const std::vector<size_t> &calls, size_t limit);

} // namespace safecancel::prove

#endif
