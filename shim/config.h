/* SPDX-License-Identifier: MIT */
/*
 * Everything decided while arming, in the sealed page (asm/<arch>/exports.S):
 * written by one thread before the targets go live, read-only afterwards, so
 * that the signal handler and pthread_cancel read it without a lock.
 */
#ifndef SAFECANCEL_SHIM_CONFIG_H
#define SAFECANCEL_SHIM_CONFIG_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel_entry.h"
#include "thunk.h"

namespace safecancel {

/* The names in the table, as indices of `sc_targets` and of Config::next. */
enum class Row : unsigned {
#define SC_ROW(name, target) name,
#define SC_ENTRY(name, target) name,
#include "points.def"
    count
};
inline constexpr unsigned row_count = static_cast<unsigned>(Row::count);

/* A function whose type is known where it is called. */
using Address = void (*)();

/* A cancellation window inside libc, as the audit found it. */
struct Window {
    uintptr_t begin, end; /* acting is right in [begin, end); `end` is behind a system call if `calls` */
    uintptr_t after;      /* in [end, after) the call's result is on its way to its caller */
    bool calls;
    bool closes;          /* the system call is close: its -EINTR is not acted upon */
    bool marked;          /* a point only while libc's bit of the asynchronous type is set */
    bool waits = false;   /* the system call is futex or wait4 */
    bool known = false;   /* what the system call is, is known */
};
inline constexpr unsigned window_limit = 256;

struct Segment {
    uintptr_t begin;
    size_t size;
};

struct Config {
    uint32_t tid_offset;      /* of the kernel's thread id in struct pthread */
    uint32_t state_byte, type_byte; /* where 2.34.0 and 2.35.0 have state and type; 0: in cancelhandling */
    bool armed;               /* false: every function is left to the next definition */
    bool full;                /* points inside libc are understood, all of them */
    bool unmarked_points;     /* libc's own points leave no mark: glibc >= 2.41 */
    bool calls_are_told;      /* the kernel tells where a blocked thread is; asked for unmarked points only */
    bool select_is_select;    /* libc's select makes the system call of that name: glibc 2.31 */
    unsigned window_count;    /* of libc_windows; 0: libc's points keep libc's behaviour */
    Window libc_windows[window_limit]; /* sorted, none overlaps another */
    Window plain_window;      /* what is made instead of the one where nobody can cancel; empty: none known */
    Segment libc_code[4]; /* where points are that were not even found; empty if all were */
    Entries entries;          /* code by which a system call is made, where it is no instruction */
    uintptr_t restorers[2];   /* what handlers return to where libc leaves that to the kernel; or 0 */
    void (*testcancel)(void); /* libc's pthread_testcancel: what acts upon a request */
    Address walk_stack, frame_address; /* libgcc's _Unwind_Backtrace and _Unwind_GetIPInfo; null: no trace, or none of it */
    Address next[row_count];  /* the next definition of each row, null if there is none */
    unsigned char thunk_copy[1024]; /* the thunks' bytes as audited */
};
static_assert(sizeof(Config) <= SC_CONFIG_SIZE);

extern "C" {
extern Config sc_config;
extern uintptr_t sc_word_offset; /* of cancelhandling from the thread pointer; the thunk reads it */
extern Address sc_targets[row_count];
extern const Address sc_armed_targets[row_count];
extern char sc_sealed[], sc_sealed_limit[], sc_config_limit[];
}

inline Address next_definition(Row row)
{
    return sc_config.next[static_cast<unsigned>(row)];
}

/* The same, to be called as a `Function`. */
template <class Function> Function *next_as(Row row)
{
    return reinterpret_cast<Function *>(next_definition(row));
}

} // namespace safecancel

#endif
