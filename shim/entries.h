/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Code that a system call is made by, where that is no instruction; asm/<arch>/kernel_entry.h. */
#ifndef SAFECANCEL_SHIM_ENTRIES_H
#define SAFECANCEL_SHIM_ENTRIES_H

#include <stddef.h>

#include "libc_windows.h"

namespace safecancel {

/*
 * Has the audit's `sc_audit_kernel_entry` read the code by which libc and the
 * thunk enter the kernel, and chooses the thunk's.  Takes libc's windows back
 * if libc enters by something that is not understood.  False, with the reason:
 * not even the thunk's is understood.  Nothing to do where a system call is an
 * instruction.
 */
bool find_entries(void *audit, LibcWindows &windows, char *reason, size_t room);

} // namespace safecancel

#endif
