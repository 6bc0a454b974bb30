/* SPDX-License-Identifier: MIT */
/*
 * Watches a program by ptrace(2).  Without counting, its threads stop as they
 * begin and end, and at signals, nowhere else, and its children are not traced: they
 * may trace each other.  With counting, also at each system call, and so do its
 * children.
 *
 * The stop of interest is that of the first thread which ends the process: all
 * descriptors are still open there, and all threads still known.
 */
#ifndef SAFECANCEL_COMPARE_TRACER_H
#define SAFECANCEL_COMPARE_TRACER_H

#include <sys/types.h>

#include <map>
#include <set>
#include <string>

#include "run.h"

namespace safecancel::compare {

class Tracer {
public:
    Tracer(bool count_calls, std::string shim) : counting_(count_calls), shim_(std::move(shim)) {}

    /* Begins, before the child executes the program.  False if that is not permitted here. */
    bool seize(pid_t program);

    /* A stop of one of its threads or children, from waitpid(2): looks, and lets it go on. */
    void stopped(pid_t thread, int status);

    /* One of them is gone. */
    void ended(pid_t thread);

    /* What was seen. */
    void tell(Run &run) const;

private:
    /* A process from its execve to its first instruction. */
    struct Start {
        unsigned long entry = 0; /* 0: not known */
        long covered = 0; /* what the breakpoint stands in place of */
    };

    bool of_program(pid_t thread);
    void event(pid_t thread, int event);
    void executed(pid_t thread);
    void ending(pid_t thread);
    void look(pid_t thread);
    void system_call(pid_t thread);
    bool reached_entry(pid_t thread);
    pid_t process_of(pid_t thread);
    void go_on(pid_t thread, int signal) const;

    const bool counting_;
    const std::string shim_;
    pid_t program_ = -1;
    std::set<pid_t> threads_;           /* of the program, that have not ended */
    std::map<pid_t, pid_t> processes_;  /* the process of each thread stopped so far */
    std::map<pid_t, Start> starting_;   /* processes that have not reached their first instruction */
    Run found_;
};

} // namespace safecancel::compare

#endif
