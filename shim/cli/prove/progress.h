/* SPDX-License-Identifier: MIT */
/* Says on standard error that the proof lives, and how far it is. */
#ifndef SAFECANCEL_PROVE_PROGRESS_H
#define SAFECANCEL_PROVE_PROGRESS_H

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

#include "tracees.h"

namespace safecancel::prove {

/* A line that changes on a terminal; else one now and then. */
class Progress {
public:
    explicit Progress(size_t tasks) : tasks_(tasks) {}

    void show(size_t done, size_t runs)
    {
        const auto now = Clock::now();
        const auto pause = std::chrono::seconds(terminal_ ? 1 : 5);
        if (now - last_ < pause)
            return;
        last_ = now;
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - began_).count();
        fmt::print(stderr, "{}{} of {} rows proved, {} runs, {} s{}", terminal_ ? "\r\033[K" : "", done, tasks_, runs,
                   seconds, terminal_ ? "" : "\n");
        fflush(stderr);
    }
    void end() const
    {
        if (terminal_)
            fmt::print(stderr, "\r\033[K");
    }

private:
    const size_t tasks_;
    const bool terminal_ = isatty(2);
    const Clock::time_point began_ = Clock::now();
    Clock::time_point last_ = began_;
};

} // namespace safecancel::prove

#endif
