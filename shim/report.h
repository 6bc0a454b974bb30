/* SPDX-License-Identifier: MIT */
/* What we tell the user: lines on standard error, and the statistics. */
#ifndef SAFECANCEL_SHIM_REPORT_H
#define SAFECANCEL_SHIM_REPORT_H

#include <stdint.h>

namespace safecancel {

/*
 * Writes one line, "safecancel: " and the message, to standard error in one
 * system call, past stdio and past our own points.  Keeps errno.  Not
 * async-signal-safe (vsnprintf).
 */
void report(const char *format, ...) __attribute__((format(__printf__, 1, 2)));

/* At the start of the process: if there is no standard error, nothing is ever written to its number. */
void look_for_standard_error();

/* Counted on the rare paths only: where a request is made or acted upon. */
struct Statistics {
    uint64_t requests;     /* pthread_cancel calls that set a request */
    uint64_t acted_before; /* acted upon before the system call was made */
    uint64_t acted_blocked;/* acted upon while blocked in the system call */
    uint64_t kept;         /* requests that found a completed call, whose result the caller got */
};
extern Statistics statistics;

/* Adds one.  Async-signal-safe. */
inline void count(uint64_t &counter)
{
    __atomic_fetch_add(&counter, 1, __ATOMIC_RELAXED);
}

/* Keeps a copy of standard error for report_statistics, which runs when the program may have closed it. */
void keep_standard_error();

/* Writes the statistics where SAFECANCEL_STATS says. */
void report_statistics();

} // namespace safecancel

#endif
