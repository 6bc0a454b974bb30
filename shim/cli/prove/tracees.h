/* SPDX-License-Identifier: MIT */
/*
 * The traced threads of one worker.  Only signals and forks stop a thread by
 * itself; every stop that is nobody's business is passed on at once, so a
 * thread behaves as it would untraced.  Three kinds of stops are kept, until
 * the thread is resumed: it told its place (stage/board.h), it has executed one
 * instruction, it has come to its breakpoint.
 *
 * Rules: one per process, since waitpid(2) is asked for all; the threads end
 * with the tracer (PTRACE_O_EXITKILL).
 */
#ifndef SAFECANCEL_PROVE_TRACEES_H
#define SAFECANCEL_PROVE_TRACEES_H

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace safecancel::prove {

/* Thrown where something is waited for, after SIGTERM or once nobody reads the results. */
struct Interrupted {};

/* From here on SIGTERM makes until() throw Interrupted. */
void be_interruptible();

/* As SIGTERM does.  Async-signal-safe. */
void interrupt();

using Clock = std::chrono::steady_clock;

enum class At {
    running,
    place,       /* told its place */
    instruction, /* a single step, or a breakpoint */
    gone
};

class Tracees {
public:
    Tracees();

    /* Begins to trace a child of this process that waits in a stop.  False: not permitted. */
    bool seize(pid_t first);

    At at(pid_t thread) const;
    void go(pid_t thread, bool step = false);

    /* A running thread: it stops at the first instruction of the next signal handler. */
    void step_when_signalled(pid_t thread);

    /*
     * Handles what happens until `done`.  With `watch` it is asked again every few
     * microseconds, else after each event.  False if `deadline` came first.
     */
    bool until(const std::function<bool()> &done, Clock::time_point deadline, bool watch = false);

    /* All but those that were seized are a run's, which has ended. */
    void forget_run();

private:
    struct Tracee {
        At at = At::running;
        bool steps = false;
    };

    bool handle_one(bool block);
    void handle_stop(pid_t thread, int status);
    void handle_trap(pid_t thread);
    void resume(pid_t thread, int signal);

    std::set<pid_t> seized_;
    std::map<pid_t, Tracee> all_;
};

/* The thread sleeps in a system call; and, for comparison, what the kernel tells about that call. */
bool is_asleep(pid_t process, pid_t thread);
std::string system_call_of(pid_t process, pid_t thread);

} // namespace safecancel::prove

#endif
