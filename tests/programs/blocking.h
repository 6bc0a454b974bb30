/* SPDX-License-Identifier: MIT */
/*
 * Calls that block for ever, one of each way a point can be built: a plain
 * system call (read), arguments rearranged before a jump to it (recv, open),
 * and a function with a frame and work left to do (sleep, sigwait, select).
 */
#ifndef BLOCKING_H
#define BLOCKING_H

#include "target.h"

#ifdef __cplusplus
extern "C" {
#endif

struct blocking {
    const char *name;
    void (*block)(void);  /* does not return, unless the call fails */
};

extern const struct blocking blocking_calls[];  /* ends with a NULL name */

/* Once, before the first thread: the descriptors the calls block on.  Removes them at exit. */
void prepare_blocking(void);

const struct blocking *find_blocking(const char *name);

#ifdef __cplusplus
}
#endif
#endif
