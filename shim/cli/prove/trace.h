/* SPDX-License-Identifier: MIT */
/*
 * A trace: the instructions that a thread executes, one by one, from the first
 * one of a function to its return, its sleep or its end.  It is taken once for
 * each scene; the runs then stop at its positions.
 */
#ifndef SAFECANCEL_PROVE_TRACE_H
#define SAFECANCEL_PROVE_TRACE_H

#include <functional>
#include <vector>

#include "run.h"

namespace safecancel::prove {

struct Trace {
    std::vector<Position> steps;
    std::vector<size_t> calls;   /* which of them enter the kernel */
    bool asleep = false;         /* the last one sleeps in the kernel, until it is cancelled */
    std::string problem;         /* why it is not whole; empty: it is */
};

/* Asked at each instruction, with the thread stopped before it. */
using EachStep = std::function<void(pid_t thread, uint64_t pc)>;

/* Of the point's thread, from the exported function's first instruction. */
Trace trace_point(Run &run, const EachStep &each);

/* Of a user's handler on top of the point, in which the thread sleeps, and of its return. */
Trace trace_handler(Run &run, const EachStep &each);

/* Of pthread_cancel, in the main thread, with the other one before the point. */
Trace trace_canceller(Run &run, const EachStep &each);

/*
 * Of acting: the request is made at `position` of the point, and the thread
 * then goes on until pthread_testcancel acts upon it.
 */
Trace trace_acting(Run &run, const Position &position, const EachStep &each);

/* Bytes of a traced process; fewer than asked for at the end of a mapping. */
std::vector<uint8_t> read_memory(pid_t process, uint64_t address, size_t size);

} // namespace safecancel::prove

#endif
