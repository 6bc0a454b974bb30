/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  The table of targets that every exported function jumps
 * through, one for each row of points.def.
 */
#ifndef SAFECANCEL_SHIM_DISPATCH_H
#define SAFECANCEL_SHIM_DISPATCH_H

#include <stdint.h>

namespace safecancel {

class Object;

/* True if the object refers to a function that only we have: it asks for cancellation as an error. */
bool imports_own_function(const Object &object);

/* How the rows were dispatched. */
struct Dispatched {
    unsigned through_thunk; /* points that go through the thunk */
    unsigned chained;       /* points left to another object that defines them after us */
};

/*
 * Fills sc_config.next: for each row the definition that comes after ours.
 * Returns null, or why the process must not be armed with what was found.
 */
const char *find_next_definitions(uintptr_t own_address);

/* Sends every row to the thunk but those that stand aside.  find_next_definitions came first. */
Dispatched dispatch_armed(bool verbose);

/* Sends every row to its next definition. */
void dispatch_aside();

/* Makes the sealed page read-only.  Nothing in it is written afterwards. */
void seal();

} // namespace safecancel

#endif
