/* SPDX-License-Identifier: MIT */
/* Programs that are measured: run to their end, or kept and asked line by line. */
#ifndef SAFECANCEL_BENCH_PROCESS_H
#define SAFECANCEL_BENCH_PROCESS_H

#include <sys/types.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace safecancel::bench {

/* What cannot be measured, with the reason, for the page. */
struct Unmeasured : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/* What to run.  The environment is ours without LD_PRELOAD and SAFECANCEL_..., plus this. */
struct Command {
    std::vector<std::string> arguments;
    std::vector<std::string> environment{}; /* NAME=VALUE */
    std::string directory{};                /* empty: ours */
};

/* A running program with its standard input and output here; killed when destroyed. */
class Process {
public:
    explicit Process(const Command &command);
    ~Process();
    Process(const Process &) = delete;
    Process &operator=(const Process &) = delete;

    /* A line of its output, without the end; throws Unmeasured when there is none in time, or it says "failed". */
    std::string read_line();
    /* Writes a line, and reads its answer. */
    std::string ask(const std::string &line);
    void close_input();

private:
    pid_t pid_ = -1;
    int input_ = -1, output_ = -1;
    std::string pending_;
    std::string name_;
};

/* What a program that was run to its end said, and how long that took. */
struct Outcome {
    std::string out, err;
    double seconds;
};

/* Runs it; throws Unmeasured if it cannot be run, does not end within the time, or has another status than 0. */
Outcome run(const Command &command, int seconds = 60);

/* From start to end of a run, without anything but that: microseconds. */
double time_run(const Command &command);

} // namespace safecancel::bench

#endif
