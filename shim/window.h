/* SPDX-License-Identifier: MIT */
/*
 * Layer: windows.  Where the thunk and libc's own windows lie, and where in
 * them a program counter is.  Everything here is async-signal-safe.
 */
#ifndef SAFECANCEL_SHIM_WINDOW_H
#define SAFECANCEL_SHIM_WINDOW_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "config.h"

extern "C" {
extern const unsigned char sc_thunk[], sc_thunk_begin[], sc_thunk_end[], sc_thunk_unmarked[];
extern const unsigned char sc_thunk_cancel[], sc_thunk_cancel_unmarked[], sc_thunk_limit[];
extern const unsigned char sc_retry[], sc_retry_begin[], sc_retry_end[], sc_retry_unmarked[];
extern const unsigned char sc_retry_cancel[], sc_retry_cancel_unmarked[], sc_retry_limit[];
}

namespace safecancel {

inline uintptr_t address_of(const unsigned char *label)
{
    return reinterpret_cast<uintptr_t>(label);
}

/* The two thunks of asm/<arch>/thunk.S, one behind the other. */
struct Thunk {
    const unsigned char *start, *begin, *end, *unmarked, *cancel, *cancel_unmarked, *limit;
    uint32_t tested; /* bits of cancelhandling, as its test names them */

    bool holds(uintptr_t pc) const { return pc >= address_of(start) && pc < address_of(limit); }

    /* In its cancellation window: acting is right. */
    bool in_window(uintptr_t pc) const { return pc >= address_of(begin) && pc < address_of(end); }
};

inline constexpr Thunk thunks[] = {
    {sc_thunk, sc_thunk_begin, sc_thunk_end, sc_thunk_unmarked, sc_thunk_cancel, sc_thunk_cancel_unmarked,
     sc_thunk_limit, SC_TESTED},
    {sc_retry, sc_retry_begin, sc_retry_end, sc_retry_unmarked, sc_retry_cancel, sc_retry_cancel_unmarked,
     sc_retry_limit, SC_TESTED_AGAIN},
};

/* The one that `pc` is in, or null. */
inline const Thunk *find_thunk(uintptr_t pc)
{
    for (const Thunk &thunk : thunks)
        if (thunk.holds(pc))
            return &thunk;
    return nullptr;
}

/* The bytes of both, with what lies between. */
inline size_t thunks_size()
{
    return static_cast<size_t>(sc_retry_limit - sc_thunk);
}

/* Between the system call and the return: the caller is about to have the result. */
inline bool has_result(uintptr_t pc)
{
    const Thunk *const thunk = find_thunk(pc);
    return thunk != nullptr && pc >= address_of(thunk->end) && pc < address_of(thunk->cancel);
}

/* Where a thunk itself has marked the depth: that mark is not of a point underneath. */
inline bool in_marked_code(uintptr_t pc)
{
    const Thunk *const thunk = find_thunk(pc);
    return thunk != nullptr &&
           ((pc >= address_of(thunk->begin) && pc < address_of(thunk->unmarked)) ||
            (pc >= address_of(thunk->cancel) && pc < address_of(thunk->cancel_unmarked)));
}

/*
 * The thunks' bytes are still what was audited.  Tracers and live patchers
 * rewrite system-call instructions in a running process; a window whose code
 * has changed is none.
 */
inline bool thunks_are_intact()
{
    return memcmp(sc_thunk, sc_config.thunk_copy, thunks_size()) == 0;
}

/* libc's window, or the code behind one, that `pc` is in; null if in none. */
inline const Window *find_libc_window(uintptr_t pc)
{
    unsigned low = 0, high = sc_config.window_count;
    while (low < high) {
        const unsigned middle = (low + high) / 2;
        if (sc_config.libc_windows[middle].after <= pc)
            low = middle + 1;
        else
            high = middle;
    }
    const Window *window = &sc_config.libc_windows[low];
    return low < sc_config.window_count && pc >= window->begin ? window : nullptr;
}

/*
 * The system call of libc's points that cannot be cancelled, if `pc` is at it, in
 * it or right behind it, where a thread shows that is blocked there; else null.
 * It is no place to act in: find_libc_window does not know it.
 */
inline const Window *find_plain_window(uintptr_t pc)
{
    const Window &window = sc_config.plain_window;
    return window.calls && pc >= window.begin && pc <= window.end ? &window : nullptr;
}

/* The window whose call the point that `pc` is in makes; an error can be given to that. */
inline const Window *find_failing_window(uintptr_t pc)
{
    const Window *const window = find_libc_window(pc);
    return window != nullptr ? window : find_plain_window(pc);
}

/* In libc's code, in which there are points that were not found. */
inline bool may_be_in_unknown_point(uintptr_t pc)
{
    for (const Segment &code : sc_config.libc_code)
        if (pc - code.begin < code.size)
            return true;
    return false;
}

/*
 * True if the kernel has done nothing at `pc`, given that a call there returned
 * `result` and that cancelhandling is `word`.
 */
inline bool is_before_effect(const Window &window, uintptr_t pc, long result, uint32_t word)
{
    if (window.marked && (word & SC_ASYNCHRONOUS) == 0)
        return false;
    if (pc < window.end)
        return true;
    return pc == window.end && window.calls && !window.closes && result == -EINTR;
}

} // namespace safecancel

#endif
