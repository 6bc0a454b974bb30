/* SPDX-License-Identifier: MIT */
/*
 * Follows a scenario program by ptrace and puts a cancellation exactly where no
 * timing can: between the moment the kernel has finished the point's system call
 * and the moment the thread is back in user space.
 *
 *     point's thread                          main thread
 *     MARK_BEGIN
 *     system call, exit-stop: held            MARK_CANCEL: held until the thread is held
 *                                             pthread_cancel
 *     goes on with SIGCANCEL pending          MARK_CANCELLED
 *     MARK_END if it got its result
 */
#ifndef SAFECANCEL_TESTS_POINTS_TRACER_H
#define SAFECANCEL_TESTS_POINTS_TRACER_H

#include <sys/types.h>

#include <chrono>
#include <string>

namespace safecancel {

enum class TraceMode {
    none,
    watch,       /* only counts how often the point entered the kernel */
    completed,   /* cancels after the call has completed with a result >= 0 */
    interrupted  /* as `completed`, but the call is not made and its result is -EINTR */
};

struct Trace {
    bool refused = false;  /* this process may not trace */
    bool late = false;     /* killed at the deadline */
    bool held = false;     /* the cancellation took place where it was meant to */
    int entered = 0;       /* system calls of the point between MARK_BEGIN and MARK_END */
    long result = 0;       /* what the kernel returned to the held thread */

    std::string describe() const;
};

/* Traces `pid`, a child just started that will wait for it by MARK_ATTACHED, until it is about to exit. */
Trace trace(pid_t pid, TraceMode mode, std::chrono::milliseconds deadline);

}  // namespace safecancel

#endif
