/* SPDX-License-Identifier: MIT */
/*
 * One run: a child process that plays one scene, with its two threads moved
 * from outside.  First each stands still: the point's thread before the point, the
 * main thread waiting for orders.  What is done with them then is the caller's;
 * finish() lets both go on and waits for the end.
 */
#ifndef SAFECANCEL_PROVE_RUN_H
#define SAFECANCEL_PROVE_RUN_H

#include <string>

#include "row.h"
#include "zygote.h"

namespace safecancel::prove {

/* A row in a situation. */
struct Scene {
    Row row;
    std::string situation;       /* "completes", "blocks", "fails", "partial" */
    board_call call = CALL_POINT;
    bool completes = false;      /* the call is let through */
    board_request request = REQUEST_CANCEL;

    /* The situation, and the kind of request unless that is a cancel: "blocks, masked". */
    std::string label() const;
};

/* "cancel", "interrupt", "interrupt-disabled", "masked", "break". */
const char *name_of(board_request request);

/* Where a thread is stopped: before it executes the instruction at `pc` for the `occurrence`th time. */
struct Position {
    uint64_t pc = 0;
    uint32_t occurrence = 1;
    bool asleep = false;         /* instead: asleep in the kernel */
};

enum class Reached { yes, asleep, returned, gone, never };

/* The user's handler of SIGUSR1. */
struct Handler {
    bool restart = true;   /* with SA_RESTART */
    bool calls = false;    /* calls a point itself, with cancellation disabled */
};

/* What came of it. */
struct Ending {
    board facts{};               /* as they were at the end */
    bool missed = false;         /* asleep in the point although the request had been made: killed */
    bool late = false;           /* killed at the deadline */
    std::string output;
};

class Run {
public:
    Run(Tracees &tracees, Zygote &zygote, const Scene &scene, const Handler &handler = {});
    ~Run();
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;

    /* False if it cannot be played; `reason` says why then. */
    bool begun() const { return begun_; }
    std::string reason() const;

    pid_t main_thread() const { return zygote_.child(); }
    pid_t point_thread() const { return zygote_.page().point_tid; }
    board &page() { return zygote_.page(); }
    Tracees &tracees() { return tracees_; }
    const Scene &scene() const { return scene_; }

    /* The main thread carries out `orders`, and stands still again.  False if it does not within a second. */
    bool order(const char *orders);

    /* The same, but it is stopped at `position` on its way. */
    Reached order_until(const char *orders, const Position &position);

    /* The main thread, held in the middle of its orders, carries them out. */
    bool finish_order();

    /* The point's thread, still before the point, goes on to `position` in it. */
    Reached go_to(const Position &position);

    /* The point's thread, stopped anywhere, goes on to `position`, counted from here. */
    Reached go_on_to(const Position &position);

    /* The point's thread goes on until it sleeps for good or has returned from the point. */
    Reached go_until_asleep();

    /* The point's thread, stopped, executes one instruction (or enters a signal handler). */
    Reached step();

    /* Waits for the point's thread to be stopped, or to sleep where nothing will wake it. */
    Reached wait_for_stop(bool may_sleep);

    Ending finish();

private:
    bool sleeps_for_good();
    bool is_over();
    int looks_for_a_miss();
    Reached go_to_breakpoint(pid_t thread, const Position &position);

    Tracees &tracees_;
    Zygote &zygote_;
    const Scene &scene_;
    bool begun_ = false;
    bool ended_ = false;
    bool enabled_ = false;
    std::string last_call_;      /* what the kernel told about the sleeping thread the last time */
};

} // namespace safecancel::prove

#endif
