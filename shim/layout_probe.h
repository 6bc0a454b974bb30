/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  Which bits of struct pthread follow the state and the type,
 * by trying.  Nothing here calls the system or the C library, so it runs on a
 * simulated struct pthread too (tests/unit/test_layout.cpp).
 */
#ifndef SAFECANCEL_SHIM_LAYOUT_PROBE_H
#define SAFECANCEL_SHIM_LAYOUT_PROBE_H

#include <stddef.h>
#include <stdint.h>

#include "layout.h"

namespace safecancel {

/* More than any struct pthread. */
inline constexpr uint32_t struct_pthread_limit = 4096;

/* What glibc publishes. */
struct PublishedLayout {
    bool known;
    uint32_t word_offset, tid_offset;
};

/* A thread that can be tried out: the calling one, or a simulated one. */
struct ProbedThread {
    uintptr_t address; /* of its struct pthread; a multiple of 8 */
    uint32_t size;     /* of which this much may be read; up to struct_pthread_limit */
    int32_t tid;       /* the kernel's id of it */
    int (*set_state)(int state, int *old); /* pthread_setcancelstate */
    int (*set_type)(int type, int *old);   /* pthread_setcanceltype */
};

/*
 * Fills `layout`; returns null, or why it is not to be trusted.  Changes the
 * thread's state and type and puts both back.  The thread is never enabled and
 * asynchronous at once, so that no request is acted upon meanwhile.
 */
const char *probe_layout(const ProbedThread &thread, const PublishedLayout &published,
                         Layout &layout);

} // namespace safecancel

#endif
