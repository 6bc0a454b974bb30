/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  System calls of our own: those that glibc
 * would not make in our place.  A seccomp filter may end the process for one, so
 * they are made only if no filter is in force, or a child has tried them all.
 *
 *     no filter                             allowed
 *     one from the start, or no /proc to    unknown, and none is made, until the first thread is about to be
 *     tell                                  made; then a child tries them: allowed, or forbidden
 *     one that the program installs         forbidden from before that on (passing.cpp)
 *
 * While arming under a filter only those are made that the loader has made to
 * get us here, and that libc makes to create a thread before one is.  Filters
 * that are installed by a system-call instruction of the program's own are not seen.
 */
#ifndef SAFECANCEL_SHIM_FILTER_H
#define SAFECANCEL_SHIM_FILTER_H

#include <stdint.h>

#include "thread_state.h"

namespace safecancel {

enum class OwnCalls : uint32_t { allowed, unknown, tried, forbidden };
extern OwnCalls own_calls;

/* membarrier and its like may be called.  Async-signal-safe. */
inline bool own_calls_are_allowed()
{
    return __atomic_load_n(&own_calls, __ATOMIC_SEQ_CST) == OwnCalls::allowed;
}

inline bool own_calls_are_forbidden()
{
    return __atomic_load_n(&own_calls, __ATOMIC_SEQ_CST) == OwnCalls::forbidden;
}

/* Of this process, as /proc told find_filter; 0 if it did not. */
int32_t told_process_id();

/* While arming: decides between `allowed` and `unknown`.  Returns the calling thread's id. */
int32_t find_filter();

/* A thread is about to be made: what is unknown is tried in a child, once. */
void try_own_calls();

/* The program is about to install a filter. */
void forbid_own_calls();

/* Readies fence_everywhere, if own calls are allowed. */
void register_fence();
bool fence_is_registered();

/* A fence on every processor that runs a thread of this process; false: there was none.  Async-signal-safe. */
bool fence_everywhere();

/*
 * The calling thread is the one that its thread pointer tells, and no vfork child
 * of it.  Under a filter that is not asked, as glibc does not, or may be refused.  Async-signal-safe.
 */
bool is_own_thread();

} // namespace safecancel

#endif
