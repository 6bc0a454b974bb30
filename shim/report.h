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

/* Keeps a copy of standard error for report_statistics, which runs when the program may have closed it. */
void keep_standard_error();

/* Writes the statistics where SAFECANCEL_STATS says. */
void report_statistics();

} // namespace safecancel

#endif
