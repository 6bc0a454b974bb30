/* SPDX-License-Identifier: MIT */
/* The calls whose instructions are counted; see steps.c. */
#ifndef SAFECANCEL_BENCH_STEPS_H
#define SAFECANCEL_BENCH_STEPS_H

/* One call.  `prepare` may be null; `function` is the exported one's name. */
struct path {
    const char *name, *function;
    void (*prepare)(void);
    void (*call)(void *function);
};

extern const struct path paths[];
extern const unsigned path_count;

/* Ends the process with a line that names what failed. */
void fail(const char *what);

#endif
