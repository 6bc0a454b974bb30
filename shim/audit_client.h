/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Has the thunk, as it lies in memory, checked by the audit object. */
#ifndef SAFECANCEL_SHIM_AUDIT_CLIENT_H
#define SAFECANCEL_SHIM_AUDIT_CLIENT_H

#include <stddef.h>

#include "layout.h"
#include "libc_windows.h"

namespace safecancel {

/*
 * Loads libsafecancel-audit.so from beside our own object, `own_path`, runs it
 * on the thunk and on libc's pthread_testcancel, and unloads it.  Returns true
 * if every rule holds, and then has libc's own windows found; else `reason`
 * says, in one line, which does not, or why the audit could not run.
 */
bool audit_passes(const char *own_path, const Layout &layout, LibcWindows &windows, char *reason,
                  size_t room);

} // namespace safecancel

#endif
