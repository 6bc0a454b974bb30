/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Has libc's own cancellation windows found by the audit object. */
#ifndef SAFECANCEL_SHIM_LIBC_WINDOWS_H
#define SAFECANCEL_SHIM_LIBC_WINDOWS_H

#include "audit/audit.h"
#include "layout.h"

namespace safecancel {

/* What came of it.  Points that were not understood keep libc's behaviour. */
struct LibcWindows {
    unsigned points = 0;         /* understood; 0: none, and `problem` says why */
    unsigned not_understood = 0; /* each has been reported, if the settings ask for it */
    const char *problem = nullptr;
    unsigned helper_count = 0; /* functions of libc's that its points make system calls by; entries.h */
    uintptr_t helpers[SC_AUDIT_OBJECTS] = {};
    char reason[200] = {};       /* room for a `problem` */
};

/*
 * Runs `find`, the audit's sc_audit_windows, on the objects of the C library
 * and puts what it found into sc_config.
 */
LibcWindows find_libc_windows(decltype(sc_audit_windows) *find, const Layout &layout);

} // namespace safecancel

#endif
