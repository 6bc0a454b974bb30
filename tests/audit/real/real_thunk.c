/* SPDX-License-Identifier: MIT */
/*
 * What asm/<arch>/thunk.S needs to be linked by itself, and the facts about
 * it.  In an object of its own, because in a program the linker would write
 * the offset of `sc_depth` into the code in place of the load from its cell.
 */
#include <stdint.h>

#include "thunks.h"

#define SC_HIDDEN __attribute__((visibility("hidden")))

SC_HIDDEN extern const unsigned char sc_thunk[], sc_thunk_begin[], sc_thunk_end[], sc_thunk_cancel[], sc_thunk_limit[];
SC_HIDDEN _Thread_local int sc_depth;
SC_HIDDEN long sc_word_offset;
SC_HIDDEN void sc_act(void);
SC_HIDDEN long sc_failed(long result, unsigned request);
SC_HIDDEN uintptr_t sc_depth_cell(void);
SC_HIDDEN uintptr_t sc_entry_cell(void); /* 0 where there is none */

/* Never called: the thunk is read, not run. */
void sc_act(void)
{
}

long sc_failed(long result, unsigned request)
{
    return result - (long)request;
}

__attribute__((visibility("default"))) struct ThunkFacts sc_real_thunk(void)
{
    struct ThunkFacts facts = {
        .name = "real",
        .start = sc_thunk,
        .limit = sc_thunk_limit,
        .begin = sc_thunk_begin,
        .end = sc_thunk_end,
        .cancel = sc_thunk_cancel,
        .defect = sc_thunk,
        .act = (const unsigned char *)(uintptr_t)sc_act,
        .failed = (const unsigned char *)(uintptr_t)sc_failed,
        .word_cell = (const unsigned char *)&sc_word_offset,
        .depth_cell = (const unsigned char *)sc_depth_cell(),
        .entry_cell = (const unsigned char *)sc_entry_cell(),
    };
    return facts;
}
