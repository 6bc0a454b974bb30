/* SPDX-License-Identifier: MIT */
/* The two ways libc's own cancellation points are made, and finding the windows of each. */
#ifndef SAFECANCEL_SHIM_AUDIT_POINTS_AUDIT_H
#define SAFECANCEL_SHIM_AUDIT_POINTS_AUDIT_H

#include "walk.h"

namespace safecancel {

/*
 * glibc <= 2.40 (marked_points.cpp).  Reads in plain exported points which
 * functions enable and disable, finds every call of the first, and adds what is
 * between.  False, with walk->why, when the two functions are not found.
 */
bool find_marked_windows(LibcObject *object, const Function *points, Walk *walk, sc_audit_found *found);

/*
 * glibc >= 2.41 (unmarked_points.cpp).  Reads in plain exported points which
 * function they all make their system call in, and adds it.  False, with
 * walk->why, when there is none that all of them agree on.  Adds too where they
 * make it when nobody can cancel, if that is understood.
 */
bool find_unmarked_window(LibcObject *object, const Function *points, uint8_t canceled_bit, Walk *walk,
                          sc_audit_found *found);

} // namespace safecancel

#endif
