/* SPDX-License-Identifier: MIT */
/* Layer: thread state.  The per-thread block, eight bytes of initial-exec TLS. */
#include "thread_state.h"

extern "C" {
constinit __thread uint32_t sc_depth = 0;
}

namespace safecancel {

constinit __thread ThreadFlags thread_flags = {};

} // namespace safecancel
