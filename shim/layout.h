/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Where glibc keeps a thread's cancellation state. */
#ifndef SAFECANCEL_SHIM_LAYOUT_H
#define SAFECANCEL_SHIM_LAYOUT_H

#include <stdint.h>

namespace safecancel {

struct Layout {
    uint32_t word_offset; /* of cancelhandling in struct pthread */
    uint32_t tid_offset;  /* of the kernel's thread id */
};

/*
 * Reads the layout that glibc publishes for debuggers and confirms it on the
 * calling thread, by changing the state and the type and watching the bits.
 * Returns null, or why the layout is not to be trusted.
 */
const char *find_layout(Layout &layout);

} // namespace safecancel

#endif
