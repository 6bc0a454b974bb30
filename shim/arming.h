/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Everything is decided here, once. */
#ifndef SAFECANCEL_SHIM_ARMING_H
#define SAFECANCEL_SHIM_ARMING_H

namespace safecancel {

/*
 * Arms the process, or decides to stand aside and says why.  Only the first
 * call does anything; one that comes meanwhile, from within, returns at once.
 * Not async-signal-safe: it loads the audit object.
 */
void arm();

} // namespace safecancel

#endif
