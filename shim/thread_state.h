/* SPDX-License-Identifier: MIT */
/*
 * Layer: thread state.  A thread's cancellation state is glibc's own word,
 * `cancelhandling` in struct pthread; ours is only the depth (how many points
 * the thread is inside of) and two flags.  Both lie at a constant distance
 * from the thread pointer, so another thread's are found from its pthread_t.
 */
#ifndef SAFECANCEL_SHIM_THREAD_STATE_H
#define SAFECANCEL_SHIM_THREAD_STATE_H

#include "config.h"
#include "machine.h"

extern "C" {
/* Marked by the thunk; a count, because a user handler on top of a point may call points. */
extern __thread uint32_t sc_depth;
}

namespace safecancel {

struct ThreadFlags {
    bool acting;     /* a request is being acted upon: the handler has nothing more to do */
    bool redirected; /* the handler sent the thread to `cancel` from the system-call instruction */
    bool raised;     /* signal 32 is blocked and pending, for a point that may lie underneath */
    bool asynchronous; /* the program chose the asynchronous type; libc's points use the same bit */
};
extern __thread ThreadFlags thread_flags;

/* glibc's pthread_setcancelstate, past our wrapper: nothing of ours is to be told of it. */
inline int set_state(int state, int *old)
{
    return next_as<int(int, int *)>(Row::pthread_setcancelstate)(state, old);
}

/* glibc's word for the thread `thread`. */
inline uint32_t *cancel_word(uintptr_t thread)
{
    return reinterpret_cast<uint32_t *>(thread + head_distance() + sc_word_offset);
}

inline bool is_set(uintptr_t thread, uint32_t byte)
{
    return __atomic_load_n(reinterpret_cast<const uint8_t *>(thread + byte), __ATOMIC_RELAXED) != 0;
}

/* The state and the type as bits of cancelhandling, where they are bytes of their own; else 0. */
inline uint32_t bits_of_bytes(uintptr_t thread)
{
    if (sc_config.state_byte == 0)
        return 0;
    return (is_set(thread, sc_config.state_byte) ? SC_DISABLED : 0) |
           (is_set(thread, sc_config.type_byte) ? SC_ASYNCHRONOUS : 0);
}

/* cancelhandling of `thread`, with the state and the type in it wherever they are kept. */
inline uint32_t load_word(uintptr_t thread)
{
    return __atomic_load_n(cancel_word(thread), __ATOMIC_RELAXED) | bits_of_bytes(thread);
}

/* True if a pending request is to be acted upon at the next point. */
inline bool request_is_due(uint32_t word)
{
    return (word & (SC_DISABLED | SC_CANCELED | SC_EXITING | SC_TERMINATED)) == SC_CANCELED;
}

/*
 * True if the calling thread, whose word is `word`, has the asynchronous type by
 * the program's choice.  Where libc's windows are not known its own points count
 * as well, since libc acts in them at once.
 */
inline bool is_asynchronous(uint32_t word)
{
    return sc_config.window_count != 0 ? thread_flags.asynchronous : (word & SC_ASYNCHRONOUS) != 0;
}

/* The kernel's id of `thread`, 0 once it has exited (not on every glibc). */
inline int32_t thread_id(uintptr_t thread)
{
    return __atomic_load_n(reinterpret_cast<int32_t *>(thread + sc_config.tid_offset),
                           __ATOMIC_RELAXED);
}

/*
 * Another thread's depth: initial-exec TLS lies at the same distance from the
 * thread pointer in every thread.
 */
inline uint32_t depth_of(uintptr_t thread)
{
    const uintptr_t own = reinterpret_cast<uintptr_t>(&sc_depth);
    return __atomic_load_n(reinterpret_cast<uint32_t *>(thread + (own - thread_pointer())),
                           __ATOMIC_RELAXED);
}

} // namespace safecancel

#endif
