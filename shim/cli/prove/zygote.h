/* SPDX-License-Identifier: MIT */
/*
 * The stage's first process, from which every run is forked: the same program
 * on the same libc, without or with the preloaded object, at the same
 * addresses.  It also owns what runs leave on disk and in the kernel: their
 * directories and message queues are removed after each.
 */
#ifndef SAFECANCEL_PROVE_ZYGOTE_H
#define SAFECANCEL_PROVE_ZYGOTE_H

#include <memory>
#include <string>

#include "stage/board.h"
#include "tracees.h"

namespace safecancel::prove {

/* Where things are. */
struct Places {
    std::string stage;   /* the stage program */
    std::string shim;    /* the preloaded object */
};

/* This process may not trace. */
struct NotPermitted {};

class Zygote {
public:
    /* `shim`: preload it.  Throws NotPermitted, or std::runtime_error with what the stage said. */
    Zygote(Tracees &tracees, const Places &places, bool shim);
    ~Zygote();
    Zygote(const Zygote &) = delete;
    Zygote &operator=(const Zygote &) = delete;

    /* The page, cleared, for the next run; its directory is made. */
    board &prepare();

    /* Forks it.  Returns when the run's main thread is ready and its thread before the point: false if it ended. */
    bool begin();

    /* Waits until the run has ended, killing it at once if `kill_it`; cleans up behind it. */
    void end(bool kill_it);

    pid_t pid() const { return pid_; }
    pid_t child() const { return page_->child; }
    board &page() { return *page_; }

    /* What the run wrote to its standard output and error. */
    const std::string &output() const { return output_; }

private:
    explicit Zygote(Tracees &tracees);
    void start(const Places &places, bool shim);
    void take_output();

    Tracees &tracees_;
    board *page_ = nullptr;
    int page_fd_ = -1;
    int output_fd_ = -1;
    pid_t pid_ = -1;
    std::string directory_;
    std::string output_;
};

} // namespace safecancel::prove

#endif
