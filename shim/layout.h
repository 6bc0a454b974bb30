/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Where glibc keeps a thread's cancellation state. */
#ifndef SAFECANCEL_SHIM_LAYOUT_H
#define SAFECANCEL_SHIM_LAYOUT_H

#include <stdint.h>

namespace safecancel {

/* One bit of a byte of struct pthread. */
struct ByteBit {
    uint32_t offset; /* of the byte */
    uint8_t mask;    /* of the bit in it */
};

/*
 * Offsets in struct pthread.  In nearly every glibc the state and the type are
 * bits of cancelhandling; 2.34.0 and 2.35.0 have a byte for each, and only
 * what becomes of a request in cancelhandling.
 */
struct Layout {
    uint32_t word_offset; /* of cancelhandling */
    uint32_t tid_offset;  /* of the kernel's thread id */
    ByteBit disabled;     /* set while the state is disabled */
    ByteBit asynchronous; /* set while the type is asynchronous */
    bool separate;        /* they are not in cancelhandling */
    const char *source;   /* who told the offsets, for the report: "descriptors", "search" */
};

/*
 * Reads the layout that glibc has for debuggers, or searches for it where that
 * has been stripped, and confirms it on the calling thread by changing its
 * state and type.  Returns null, or why the layout is not to be trusted.
 * Needs the object with the threads loaded (libpthread_is_missing), the next
 * definitions, and the calling thread's id.
 */
const char *find_layout(int32_t tid, Layout &layout);

/*
 * True where the threads are in an object of their own (glibc <= 2.33) that is
 * not loaded.  Then no thread can be made or cancelled, and pthread_setcancelstate
 * does nothing.
 */
bool libpthread_is_missing();

} // namespace safecancel

#endif
