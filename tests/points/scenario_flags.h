/* SPDX-License-Identifier: MIT */
/* What a scenario is like; shared with the tracer, which is told by MARK_BEGIN. */
#ifndef SAFECANCEL_TESTS_POINTS_SCENARIO_FLAGS_H
#define SAFECANCEL_TESTS_POINTS_SCENARIO_FLAGS_H

enum {
    SC_LATE = 1,          /* enable() only works on a thread that is blocked already */
    SC_TIMED = 2,         /* blocks for run->nap; no enable() */
    SC_EINTR = 4,         /* never returns anything but -1 with EINTR */
    SC_NO_POINT = 8,      /* this use of the function is no cancellation point */
    SC_FORTIFIED = 16,    /* no cancellation point before glibc 2.36: __read_chk; the others were */
    SC_GONE = 32,         /* -EINTR is a completed call (close) */
    SC_ERROR_NUMBER = 64, /* returns the error number; sigwait leaves it in errno too, clock_nanosleep does not */
    SC_RESTARTS = 128,    /* the kernel restarts it after a handler with SA_RESTART */
    SC_WAITED = 512,      /* with SC_LATE: a tracer holds it when it was enabled; else it needs no enabling there */
    SC_INSIDE = 1024,     /* inside libc: tests for nothing before it waits, and may hide errno */
    SC_ONCE = 2048,       /* having failed, it cannot be called again with what was prepared */
    SC_SURE_LOSS = 256,   /* completed and cancelled before the thread runs, stock glibc <= 2.40 loses it */
};

#endif
