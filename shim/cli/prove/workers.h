/* SPDX-License-Identifier: MIT */
/*
 * Proves rows in several processes at once: each traces for itself, on a
 * processor of its own where there are enough.  When this process is
 * interrupted, or dies, they end too, and each removes what it has made.
 */
#ifndef SAFECANCEL_PROVE_WORKERS_H
#define SAFECANCEL_PROVE_WORKERS_H

#include <functional>

#include "proof.h"

namespace safecancel::prove {

struct Task {
    Row row;
    bool shim;
};

struct Work {
    Places places;
    Limits limits;
    unsigned jobs = 1;
    std::vector<Task> tasks;
    std::vector<board_request> errors{};   /* the kinds of requests that are errors; none: to cancel */
};

/* What the workers could not do, for the user to read. */
struct WorkFailed {
    std::string why;
    bool not_permitted;
};

/* A signal has interrupted the work. */
struct WorkInterrupted {
    int signal;
};

/*
 * Calls `each` with every task's result as it comes, and `idle` about five times a
 * second with how many are done.  Throws WorkFailed or WorkInterrupted, with no worker left.
 */
void work(const Work &work, const std::function<void(Json &&)> &each, const std::function<void(size_t)> &idle);

} // namespace safecancel::prove

#endif
