/* SPDX-License-Identifier: MIT */
/* The windows found so far: sorted, none overlapping another. */
#ifndef SAFECANCEL_SHIM_AUDIT_WINDOW_TABLE_H
#define SAFECANCEL_SHIM_AUDIT_WINDOW_TABLE_H

#include "walk.h"

namespace safecancel {

/*
 * Cuts the visits of an understood site into stretches and adds them.  False
 * when there is no room, or one overlaps another site's: then none is added.
 */
bool add_site(Walk *walk, sc_audit_found *found);

/* Adds all code that the walk has reached, as SC_AUDIT_AS_LIBC.  False as above. */
bool add_unknown_site(Walk *walk, sc_audit_found *found);

/* Adds one window with these flags.  False as above. */
bool add_window(uint64_t begin, uint64_t end, uint64_t after, uint32_t flags, sc_audit_found *found);

} // namespace safecancel

#endif
