/* SPDX-License-Identifier: MIT */
/*
 * A library whose constructor makes a thread and cancels it: before the
 * preloaded object's own constructor has run, as the loader orders them.
 */
#include "target.h"

static int fds[2];
const char *early_result = "not run";

static void *blocked(void *unused)
{
    char byte;
    announce();
    (void)!read(fds[0], &byte, 1);
    return unused;
}

__attribute__((constructor)) static void early(void)
{
    CHECK(pipe(fds) == 0);
    const pthread_t thread = start(blocked, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    early_result = join(thread);
}
