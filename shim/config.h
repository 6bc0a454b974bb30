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

struct Config {
    uint32_t tid_offset;      /* of the kernel's thread id in struct pthread */
    bool membarrier;          /* MEMBARRIER_CMD_PRIVATE_EXPEDITED is registered */
    bool unmarked_points;     /* libc's own points leave no mark: glibc >= 2.41 */
    bool statistics;          /* keep the counters */
    void (*testcancel)(void); /* libc's pthread_testcancel: what acts upon a request */
    Address next[row_count];  /* the next definition of each row, null if there is none */
    unsigned char thunk_copy[256]; /* the thunk's bytes as audited */
};
static_assert(sizeof(Config) <= SC_CONFIG_SIZE);

extern "C" {
extern Config sc_config;
extern uintptr_t sc_word_offset; /* of cancelhandling in struct pthread; the thunk reads it */
extern Address sc_targets[row_count];
extern const Address sc_armed_targets[row_count];
extern char sc_sealed[], sc_sealed_limit[];
}

inline Address next_definition(Row row)
{
    return sc_config.next[static_cast<unsigned>(row)];
}

} // namespace safecancel

#endif
