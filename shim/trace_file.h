/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  The file of SAFECANCEL_TRACE.  It is opened
 * while arming, where a later change of root or user could not; but programs
 * close descriptors that are not theirs, and use the number again.  So it is looked
 * at before each line, and opened again for that line if it is another file's.
 */
#ifndef SAFECANCEL_SHIM_TRACE_FILE_H
#define SAFECANCEL_SHIM_TRACE_FILE_H

#include <stddef.h>

namespace safecancel {

/* While arming.  A line if it cannot be opened: then it is tried again for each line. */
void open_trace();

/*
 * Appends in one system call; what cannot be written is lost.  All signals are
 * blocked: that of a pipe without reader, or of a limit on files, is taken back.
 * Async-signal-safe.
 */
void write_to_trace(const char *line, size_t size);

} // namespace safecancel

#endif
