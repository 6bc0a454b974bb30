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
    const char *requests = nullptr;   /* the kinds that it is played with, by name; null: all */
};

/* Of the kind of request: those of cancelling, or those of an error. */
const std::vector<Variant> &variants(board_request request);

/* The variant in which the request is made at each instruction of the point, and nothing else is done. */
bool is_at_each(const std::string &variant);

/* Of a trace of `size` instructions which enters the kernel at `calls`, at most `limit`: those around the calls first. */
std::vector<size_t> choose_positions(size_t size, const std::vector<size_t> &calls, size_t limit);

} // namespace safecancel::prove

#endif
