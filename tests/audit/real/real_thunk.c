/* SPDX-License-Identifier: MIT */
/*
 * What asm/<arch>/thunk.S needs to be linked by itself, and the facts about the
 * two thunks in it.  In an object of its own, because in a program the linker would write
 * the offset of `sc_depth` into the code in place of the load from its cell.
 */
#include <stdint.h>

#include "thunk.h"
#include "thunks.h"

#define SC_HIDDEN __attribute__((visibility("hidden")))

SC_HIDDEN extern const unsigned char sc_thunk[], sc_thunk_begin[], sc_thunk_end[], sc_thunk_cancel[], sc_thunk_limit[];
SC_HIDDEN extern const unsigned char sc_retry[], sc_retry_begin[], sc_retry_end[], sc_retry_cancel[], sc_retry_limit[];
SC_HIDDEN void sc_act(void);
SC_HIDDEN _Thread_local int sc_depth;
SC_HIDDEN long sc_word_offset;
SC_HIDDEN int sc_decide(unsigned request);
SC_HIDDEN long sc_failed(long result, unsigned request);
SC_HIDDEN uintptr_t sc_depth_cell(void);
SC_HIDDEN uintptr_t sc_entry_cell(void); /* 0 where there is none */

/* Never called: a thunk is read, not run. */
int sc_decide(unsigned request)
{
    return (int)request;
}

long sc_failed(long result, unsigned request)
{
    return result - (long)request;
}

__attribute__((visibility("default"))) struct ThunkFacts sc_real_thunk(int second)
{
    struct ThunkFacts facts = {
        .name = second ? "real, again" : "real",
        .start = second ? sc_retry : sc_thunk,
        .limit = second ? sc_retry_limit : sc_thunk_limit,
        .begin = second ? sc_retry_begin : sc_thunk_begin,
        .end = second ? sc_retry_end : sc_thunk_end,
        .cancel = second ? sc_retry_cancel : sc_thunk_cancel,
        .act = (const unsigned char *)(uintptr_t)sc_act,
        .failed = (const unsigned char *)(uintptr_t)sc_failed,
        .word_cell = (const unsigned char *)&sc_word_offset,
        .depth_cell = (const unsigned char *)sc_depth_cell(),
        .entry_cell = (const unsigned char *)sc_entry_cell(),
        .tested = second ? SC_TESTED_AGAIN : SC_TESTED,
    };
    facts.defect = facts.start;
    return facts;
}
