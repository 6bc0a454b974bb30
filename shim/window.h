/* SPDX-License-Identifier: MIT */
/*
 * Layer: windows.  Where the thunk lies, and where in it a program counter is.
 */
#ifndef SAFECANCEL_SHIM_WINDOW_H
#define SAFECANCEL_SHIM_WINDOW_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "config.h"

extern "C" {
extern const unsigned char sc_thunk[], sc_thunk_begin[], sc_thunk_end[], sc_thunk_unmarked[];
extern const unsigned char sc_thunk_cancel[], sc_thunk_cancel_unmarked[], sc_thunk_limit[];
}

namespace safecancel {

inline uintptr_t address_of(const unsigned char *label)
{
    return reinterpret_cast<uintptr_t>(label);
}

inline size_t thunk_size()
{
    return static_cast<size_t>(sc_thunk_limit - sc_thunk);
}

/* In the thunk's cancellation window: acting is right. */
inline bool in_window(uintptr_t pc)
{
    return pc >= address_of(sc_thunk_begin) && pc < address_of(sc_thunk_end);
}

/* Between the system call and the return: the caller is about to have the result. */
inline bool has_result(uintptr_t pc)
{
    return pc >= address_of(sc_thunk_end) && pc < address_of(sc_thunk_cancel);
}

/* Where the thunk itself has marked the depth: that mark is not of a point underneath. */
inline bool in_marked_code(uintptr_t pc)
{
    return (pc >= address_of(sc_thunk_begin) && pc < address_of(sc_thunk_unmarked)) ||
           (pc >= address_of(sc_thunk_cancel) && pc < address_of(sc_thunk_cancel_unmarked));
}

/*
 * The thunk's bytes are still what was audited.  Tracers and live patchers
 * rewrite system-call instructions in a running process; a window whose code
 * has changed is none.
 */
inline bool thunk_is_intact()
{
    return memcmp(sc_thunk, sc_config.thunk_copy, thunk_size()) == 0;
}

} // namespace safecancel

#endif
