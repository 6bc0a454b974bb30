/* SPDX-License-Identifier: MIT */
/*
 * Runs one program as a child process, with a deadline, and tells what came
 * of it.  Every test driver runs its programs through this.
 *
 * Rules: the child leads a process group of its own, and whatever is left of
 * that group when the child has ended, or is late, is killed: a test leaves
 * nothing behind.  The child's environment is the driver's without LD_PRELOAD,
 * LD_LIBRARY_PATH and every SAFECANCEL_... variable, plus what the command adds.
 * Errors of the runner itself (fork, exec of a missing file) are exceptions.
 */
#ifndef SAFECANCEL_TESTS_SUPPORT_CHILD_H
#define SAFECANCEL_TESTS_SUPPORT_CHILD_H

#include <sys/resource.h>
#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace safecancel {

/* What to run.  argv[0] is looked for in PATH when it holds no slash. */
struct Command {
    std::vector<std::string> argv;
    std::vector<std::string> environment{};  /* NAME=VALUE sets, NAME alone removes */
    std::string input{};                     /* standard input; empty: /dev/null */
    std::string directory{};                 /* working directory; empty: the driver's */
    std::chrono::milliseconds deadline{30000};
};

/* What came of it. */
struct Outcome {
    int status = 0;      /* as of wait(2) */
    bool late = false;   /* killed because the deadline passed */
    std::string out;
    std::string err;
    struct rusage usage{};

    bool exited(int code) const;    /* ended by itself with this exit status */
    bool killed(int signal) const;  /* ended by this signal, in time */
    std::string describe() const;   /* for INFO(): how it ended and what it wrote */
};

/* A running child.  Destroying one that was not waited for kills it. */
class Child {
public:
    explicit Child(const Command &command);
    ~Child();
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    pid_t pid() const { return pid_; }
    void signal(int number) const;
    Outcome wait();

private:
    void collect(Outcome &outcome);
    void reap(Outcome &outcome);

    pid_t pid_ = -1;
    int out_ = -1;
    int err_ = -1;
    int ended_ = -1;  /* pidfd */
    std::chrono::steady_clock::time_point deadline_;
};

/* Starts the command and waits for it. */
Outcome run(const Command &command);

/* Path of the preloaded object: SAFECANCEL_TEST_SHIM, else the one of this build. */
std::string shim_path();

/*
 * The command with LD_PRELOAD naming `shim_path()`, after an LD_PRELOAD it already
 * sets, and SAFECANCEL_VDSO as SAFECANCEL_TEST_VDSO says.
 */
Command with_shim(Command command);

/* Value of the first `NAME=` in a line of "NAME=VALUE ..." words; -1 when absent. */
long number_after(const std::string &text, const std::string &name);

}  // namespace safecancel

#endif
