/* SPDX-License-Identifier: MIT */
/*
 * A frame of C++ with something to destroy, between the thread's start and the
 * point: cancellation has to unwind through it and run the destructor.
 */
extern "C" {
#include "board.h"

extern struct board *board;
struct run;

long call_guarded(long (*call)(struct run *), struct run *run);
}

namespace {

struct Guard {
    ~Guard() { ++board->destroyed; }
};

} // namespace

extern "C" long call_guarded(long (*call)(struct run *), struct run *run)
{
    const Guard guard;
    return call(run);
}
