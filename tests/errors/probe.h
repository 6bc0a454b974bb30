/* SPDX-License-Identifier: MIT */
/* Whether a point of the calling thread fails now; shared by the programs that are interrupted. */
#ifndef SAFECANCEL_TESTS_ERRORS_PROBE_H
#define SAFECANCEL_TESTS_ERRORS_PROBE_H

#include <errno.h>
#include <unistd.h>

enum { PROBE_LIMIT = 3 };

/* Comes to points that have nothing to do until one does not fail with ECANCELED: how many did, up to PROBE_LIMIT. */
static inline int failing_points(void)
{
    const int saved = errno;
    char byte;
    int count = 0;
    while (count < PROBE_LIMIT && read(-1, &byte, 1) < 0 && errno == ECANCELED)
        ++count;
    errno = saved;
    return count;
}

#endif
